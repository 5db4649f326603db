-- title: What payers say they paid against where the money is, by night, payer and billing provider
-- one row per: business day on which remittances came, payer and billing provider
-- column received_on: Business day on which the remittances were taken in.
-- column payer_id: Payer of the remittances; NULL when none of payers.yaml fits.
-- column payee_npi: Billing provider that they pay (NPI); NULL where they name none.
-- column remittances: Remittances.
-- column remitted: Their payments by BPR02, dollars.
-- column claims_posted: CLP04 of the claims that were posted.
-- column claims_suspended: CLP04 of the claims whose money went to suspense.
-- column transactions_suspended: BPR02 of remittances that went to suspense as a whole.
-- column provider_adjustments: PLB amounts posted; a positive one lowers the payment.
-- column held: BPR02 of remittances of which nothing is posted: held until a person decides, or rejected.
-- column deposited: Of remitted, received by the bank.
-- column card_fees: Of remitted, kept by card processors.
-- column in_transit: Of remitted, in the ledger and not yet at the bank.
-- column posted_difference: remitted - (claims_posted + claims_suspended + transactions_suspended - provider_adjustments + held): 0 always.
-- column deposit_difference: remitted - (deposited + card_fees + in_transit + held): 0 always.
WITH moved AS (
    SELECT
        regexp_extract(transaction_id, 'R[0-9A-Za-z]+') AS remittance_id,
        sum(amount) AS in_transit,
        sum(amount) FILTER (WHERE rule = 'remit_paid') AS claims_posted,
        sum(amount) FILTER (
            WHERE rule = 'remit_suspended' OR (rule = 'remit_released' AND contains(transaction_id, '.'))
        ) AS claims_suspended,
        sum(amount) FILTER (
            WHERE rule = 'transaction_suspended' OR (rule = 'remit_released' AND NOT contains(transaction_id, '.'))
        ) AS transactions_suspended,
        sum(amount) FILTER (WHERE rule IN ('provider_adjustment', 'takeback_allocated')) AS provider_adjustments,
        sum(amount) FILTER (WHERE rule = 'deposit') AS deposited,
        sum(amount) FILTER (WHERE rule = 'card_fee') AS card_fees
    FROM ledger.posting
    WHERE account = 'cash:in_transit'
    GROUP BY ALL
),

counted AS (
    SELECT
        r.received_on,
        r.payer_id,
        r.payee_npi,
        count(*) AS remittances,
        sum(r.paid_amount) AS remitted,
        coalesce(sum(m.claims_posted), 0) AS claims_posted,
        coalesce(sum(m.claims_suspended), 0) AS claims_suspended,
        coalesce(sum(m.transactions_suspended), 0) AS transactions_suspended,
        coalesce(-sum(m.provider_adjustments), 0) AS provider_adjustments,
        coalesce(sum(r.paid_amount) FILTER (WHERE r.status IN ('held', 'rejected')), 0) AS held,
        coalesce(-sum(m.deposited), 0) AS deposited,
        coalesce(-sum(m.card_fees), 0) AS card_fees,
        coalesce(sum(m.in_transit), 0) AS in_transit
    FROM core.remittance AS r
    LEFT JOIN moved AS m ON r.remittance_id = m.remittance_id
    GROUP BY r.received_on, r.payer_id, r.payee_npi
)

SELECT
    received_on,
    payer_id,
    payee_npi,
    remittances,
    remitted::DECIMAL(14, 2) AS remitted,
    claims_posted::DECIMAL(14, 2) AS claims_posted,
    claims_suspended::DECIMAL(14, 2) AS claims_suspended,
    transactions_suspended::DECIMAL(14, 2) AS transactions_suspended,
    provider_adjustments::DECIMAL(14, 2) AS provider_adjustments,
    held::DECIMAL(14, 2) AS held,
    deposited::DECIMAL(14, 2) AS deposited,
    card_fees::DECIMAL(14, 2) AS card_fees,
    in_transit::DECIMAL(14, 2) AS in_transit,
    (remitted - (claims_posted + claims_suspended + transactions_suspended - provider_adjustments + held))
    ::DECIMAL(14, 2) AS posted_difference,
    (remitted - (deposited + card_fees + in_transit + held))::DECIMAL(14, 2) AS deposit_difference
FROM counted
ORDER BY received_on, payer_id, payee_npi
