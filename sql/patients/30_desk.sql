-- id: desk
-- title: Payments taken at the desk, as the encounters of tonight's new claims say
-- one row per new first claim of an encounter with such a payment; of a claim in place of another, what the visit now says
-- beyond what was taken before
INSERT INTO core.patient_payment BY NAME
WITH taken_before AS (
    SELECT n.claim_id, sum(p.amount) AS amount
    FROM core.claim AS n
    INNER JOIN core.claim AS m ON n.encounter_id = m.encounter_id
    INNER JOIN core.patient_payment AS p ON p.payment_id = 'D' || m.claim_id
    WHERE n.created_on = getvariable('business_day') AND n.replaces IS NOT NULL AND m.claim_id <> n.claim_id
    GROUP BY n.claim_id
)

SELECT
    'D' || c.claim_id AS payment_id,
    c.claim_id,
    c.service_from AS paid_on,
    c.patient_paid - coalesce(b.amount, 0) AS amount,
    'desk' AS method,
    CASE WHEN c.patient_paid < b.amount THEN 'refund' ELSE 'payment' END AS kind,
    'posted' AS status,
    e.source_file,
    e.source_line,
    getvariable('business_day') AS received_on
FROM core.claim AS c
INNER JOIN core.encounter AS e USING (received_id)
LEFT JOIN taken_before AS b ON c.claim_id = b.claim_id
WHERE
    c.created_on = getvariable('business_day') AND c.patient_paid <> coalesce(b.amount, 0) AND c.payer_priority <= 1
    AND 'D' || c.claim_id NOT IN (SELECT payment_id FROM core.patient_payment)
ORDER BY c.claim_id;
