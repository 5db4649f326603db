-- id: keep
-- title: Payments without fault, with the claim they name
-- one row per payment; a payment for a later payer's claim settles the patient's balance on the encounter's first claim; until
-- a replaced claim has its replacement, its own
INSERT INTO core.patient_payment BY NAME
WITH first_claim AS (
    SELECT received_id, arg_min(claim_id, (NOT live, -generation, payer_priority, claim_id)) AS claim_id FROM core.claim
    WHERE core.not_voided(live, replaced_on)
    GROUP BY received_id
)

SELECT
    j.payment_id,
    f.claim_id,
    j.claim_no AS claim_number,
    j.paid_day AS paid_on,
    j.dollars AS amount,
    j.paid_by AS method,
    j.payment_kind AS kind,
    CASE
        WHEN f.claim_id IS NOT NULL THEN 'posted' WHEN j.claim_no IS NULL THEN 'unapplied' ELSE 'suspense'
    END AS status,
    j.source_file,
    j.source_line,
    getvariable('business_day') AS received_on
FROM judged_payment AS j
LEFT JOIN named_claim AS n USING (claim_no)
LEFT JOIN first_claim AS f ON n.received_id = f.received_id
WHERE j.fault IS NULL
ORDER BY j.payment_id;
