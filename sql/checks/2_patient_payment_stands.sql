-- id: patient_payment_stands
-- law: 2
-- title: A patient payment stands in the ledger on the claim that it was posted to, and on no other
-- scope: claim
-- one row per payment and claim where the patient's receivable differs from the payment
WITH touched AS (
    SELECT payment_id, claim_id, amount FROM core.patient_payment
    WHERE claim_id IN (SELECT claim_id FROM touched_claim)
),

posted AS (
    SELECT
        substr(CASE rule WHEN 'patient_moved' THEN corrects ELSE transaction_id END, 9) AS payment_id,
        claim_id,
        -sum(amount) AS amount
    FROM ledger.posting
    WHERE
        account = 'ar_patient' AND rule IN ('patient_payment', 'patient_moved')
        AND claim_id IN (SELECT claim_id FROM touched_claim)
    GROUP BY ALL
    HAVING sum(amount) <> 0
)

SELECT
    coalesce(t.payment_id, p.payment_id) AS payment_id, coalesce(t.claim_id, p.claim_id) AS claim_id,
    t.amount AS paid, p.amount AS posted
FROM touched AS t
FULL JOIN posted AS p ON t.payment_id = p.payment_id AND t.claim_id = p.claim_id
WHERE t.amount IS DISTINCT FROM p.amount
