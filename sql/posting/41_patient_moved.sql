-- id: patient_moved
-- title: What a patient paid on a claim that was replaced counts on the claim in its place
-- when: claims
-- one row per transfer: of each payment, its posting taken back on the claim where it stands, and the same again on the other
WITH made AS (
    SELECT claim_id, encounter_id FROM core.claim
    WHERE created_on = getvariable('business_day') AND replaces IS NOT NULL AND payer_priority <= 1
),

stands AS (
    SELECT CASE p.rule WHEN 'patient_moved' THEN p.corrects ELSE p.transaction_id END AS paid, p.claim_id
    FROM ledger.posting AS p
    WHERE
        p.account = 'ar_patient' AND p.rule IN ('patient_payment', 'patient_moved')
        AND p.claim_id IN (
            SELECT o.claim_id
            FROM core.claim AS o
            INNER JOIN made AS m ON o.encounter_id = m.encounter_id
        )
    GROUP BY ALL
    HAVING sum(p.amount) <> 0
)

SELECT
    'moved:' || p.payment_id || ':' || m.claim_id AS transaction_id,
    CASE t.again WHEN TRUE THEN 'cash:patient' ELSE 'ar_patient' END AS debit,
    CASE t.again WHEN TRUE THEN 'ar_patient' ELSE 'cash:patient' END AS credit,
    p.amount,
    p.paid_on AS effective_on,
    CASE t.again WHEN TRUE THEN m.claim_id ELSE s.claim_id END AS claim_id,
    p.source_file,
    p.source_line AS source_position,
    'patient_moved' AS rule,
    s.paid AS corrects
FROM made AS m
INNER JOIN core.patient_payment AS p ON m.claim_id = p.claim_id
INNER JOIN stands AS s ON s.paid = 'patient:' || p.payment_id AND m.claim_id <> s.claim_id
CROSS JOIN (VALUES (FALSE), (TRUE)) AS t (again)
