-- title: Where the money of each remittance is
-- one row per: remittance (transaction set of an 835)
-- column remittance_id: Remittance.
-- column trace: TRN02: check or EFT number.
-- column payer_id: Payer; NULL when none of payers.yaml fits.
-- column payment_on: Day of payment (BPR16).
-- column received_on: Business day on which it was taken in.
-- column paid_amount: BPR02: what the payer says it paid.
-- column claims_amount: Sum of CLP04.
-- column provider_adjustments: Sum of PLB; a positive one lowers the payment.
-- column posted: Of paid_amount, what the ledger holds on claims and provider-level adjustments (claims_posted - provider_adjustments_posted).
-- column suspense: Of paid_amount, what the ledger holds in suspense or owes back to the payer. posted + suspense + not_posted = paid_amount, always.
-- column not_posted: paid_amount of a held remittance, of which nothing is in the ledger; else 0.
-- column claims_posted: CLP04 of the claims that were posted.
-- column provider_adjustments_posted: PLB amounts that were posted: all of a posted remittance, none of another.
-- column claims: Claims in it.
-- column claims_suspended: Claims whose money is in suspense.
-- column deposited: What the bank received of it; 0 while no deposit is known.
-- column deposited_on: Day of the bank deposit.
-- column status: posted, suspended, held or rejected.
-- column reason: Why it is not posted.
WITH moved AS (
    SELECT
        substr(split_part(p.transaction_id, ':', 2), 1, 21) AS remittance_id,
        -- Money of a rejected claim is not distributed either: it is owed back to the payer.
        -sum(p.amount) FILTER (WHERE a.kind = 'suspense' OR p.account = 'refund_payable:payer') AS suspense,
        sum(p.amount) FILTER (WHERE p.account = 'cash:in_transit' AND p.rule = 'remit_paid') AS claims_posted,
        sum(p.amount) FILTER (
            WHERE p.rule IN ('provider_adjustment', 'takeback_allocated') AND p.account <> 'cash:in_transit'
        ) AS provider_adjustments_posted
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
    WHERE split_part(p.transaction_id, ':', 1) IN ('remit', 'suspend', 'plb', 'release', 'allocate')
    GROUP BY ALL
),

counted AS (
    SELECT remittance_id, count(*) AS claims, count(*) FILTER (WHERE status = 'suspended') AS claims_suspended
    FROM core.remit_claim
    GROUP BY remittance_id
),

deposit AS (
    SELECT m.remittance_id, sum(m.amount) AS amount, max(b.deposited_on) AS deposited_on
    FROM core.deposit_match AS m
    INNER JOIN core.bank_deposit AS b ON m.deposit_id = b.deposit_id
    GROUP BY m.remittance_id
)

SELECT
    r.remittance_id,
    r.trace,
    r.payer_id,
    r.payment_on,
    r.received_on,
    r.paid_amount,
    r.claims_amount,
    r.provider_adjustments,
    cast(coalesce(m.claims_posted, 0) - coalesce(m.provider_adjustments_posted, 0) AS DECIMAL(14, 2)) AS posted,
    cast(coalesce(m.suspense, 0) AS DECIMAL(14, 2)) AS suspense,
    CASE WHEN r.status IN ('held', 'rejected') THEN r.paid_amount ELSE 0 END AS not_posted,
    cast(coalesce(m.claims_posted, 0) AS DECIMAL(14, 2)) AS claims_posted,
    cast(coalesce(m.provider_adjustments_posted, 0) AS DECIMAL(14, 2)) AS provider_adjustments_posted,
    coalesce(n.claims, 0) AS claims,
    coalesce(n.claims_suspended, 0) AS claims_suspended,
    cast(coalesce(d.amount, 0) AS DECIMAL(14, 2)) AS deposited,
    d.deposited_on,
    r.status,
    r.reason
FROM core.remittance AS r
LEFT JOIN moved AS m ON r.remittance_id = m.remittance_id
LEFT JOIN counted AS n ON r.remittance_id = n.remittance_id
LEFT JOIN deposit AS d ON r.remittance_id = d.remittance_id
ORDER BY r.received_on, r.remittance_id
