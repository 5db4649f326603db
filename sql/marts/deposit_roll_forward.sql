-- title: Insurer money on its way to the bank, from the first to the last day of each calendar month
-- one row per: calendar month, payer and billing provider with remittances
-- column period: First day of the month.
-- column payer_id: Payer of the remittances; NULL when none of payers.yaml fits.
-- column payee_npi: Billing provider that they pay (NPI); NULL where they name none.
-- column opening: Paid by remittances and not seen at the bank before its first posting, dollars.
-- column claims_posted: CLP04 of claims posted; raises the balance (negative: reversed).
-- column suspended: Put into suspense, less what decisions took out of it; raises the balance.
-- column provider_adjustments: PLB amounts posted; a positive one lowers the payment and the balance.
-- column remitted: claims_posted + suspended - provider_adjustments: BPR02 of the remittances posted.
-- column deposited: Seen at the bank; lowers the balance.
-- column card_fees: Kept by card processors; lowers the balance.
-- column closing: Not seen at the bank after its last posting so far: opening + remitted - deposited - card_fees.
WITH moved AS (
    SELECT
        date_trunc('month', p.posted_on)::DATE AS period,
        r.payer_id,
        r.payee_npi,
        sum(p.amount) FILTER (WHERE p.rule = 'remit_paid') AS claims_posted,
        sum(p.amount) FILTER (WHERE p.rule IN ('remit_suspended', 'transaction_suspended', 'remit_released')) AS suspended,
        -sum(p.amount) FILTER (WHERE p.rule IN ('provider_adjustment', 'takeback_allocated')) AS provider_adjustments,
        -sum(p.amount) FILTER (WHERE p.rule = 'deposit') AS deposited,
        -sum(p.amount) FILTER (WHERE p.rule = 'card_fee') AS card_fees,
        sum(p.amount) AS change
    FROM ledger.posting AS p
    -- The remittance is named in the transaction; were one not found, its money would still be counted.
    LEFT JOIN core.remittance AS r ON regexp_extract(p.transaction_id, 'R[0-9A-Za-z]+') = r.remittance_id
    WHERE p.account = 'cash:in_transit'
    GROUP BY ALL
),

periods AS (
    SELECT unnest(generate_series(min(period), max(period), INTERVAL 1 MONTH))::DATE AS period FROM moved
),

payers AS (
    SELECT payer_id, payee_npi, min(period) AS first_period FROM moved
    GROUP BY ALL
),

every AS (
    SELECT
        p.period,
        y.payer_id,
        y.payee_npi,
        coalesce(m.claims_posted, 0) AS claims_posted,
        coalesce(m.suspended, 0) AS suspended,
        coalesce(m.provider_adjustments, 0) AS provider_adjustments,
        coalesce(m.deposited, 0) AS deposited,
        coalesce(m.card_fees, 0) AS card_fees,
        coalesce(m.change, 0) AS change,
        sum(coalesce(m.change, 0)) OVER (PARTITION BY y.payer_id, y.payee_npi ORDER BY p.period) AS closing
    FROM periods AS p
    INNER JOIN payers AS y ON p.period >= y.first_period
    LEFT JOIN moved AS m
        ON
            p.period = m.period AND y.payer_id IS NOT DISTINCT FROM m.payer_id
            AND y.payee_npi IS NOT DISTINCT FROM m.payee_npi
)

SELECT
    period,
    payer_id,
    payee_npi,
    (closing - change)::DECIMAL(14, 2) AS opening,
    claims_posted::DECIMAL(14, 2) AS claims_posted,
    suspended::DECIMAL(14, 2) AS suspended,
    provider_adjustments::DECIMAL(14, 2) AS provider_adjustments,
    (claims_posted + suspended - provider_adjustments)::DECIMAL(14, 2) AS remitted,
    deposited::DECIMAL(14, 2) AS deposited,
    card_fees::DECIMAL(14, 2) AS card_fees,
    closing::DECIMAL(14, 2) AS closing
FROM every
ORDER BY period, payer_id, payee_npi
