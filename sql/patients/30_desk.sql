-- id: desk
-- title: Payments taken at the desk, as the encounters of tonight's new claims say
-- one row per new first claim of an encounter with such a payment
INSERT INTO core.patient_payment BY NAME
SELECT
    'D' || c.claim_id AS payment_id,
    c.claim_id,
    c.service_from AS paid_on,
    c.patient_paid AS amount,
    'desk' AS method,
    'payment' AS kind,
    'posted' AS status,
    e.source_file,
    e.source_line,
    getvariable('business_day') AS received_on
FROM core.claim AS c
INNER JOIN core.encounter AS e USING (received_id)
WHERE
    c.created_on = getvariable('business_day') AND c.patient_paid > 0 AND c.payer_priority <= 1
    AND 'D' || c.claim_id NOT IN (SELECT payment_id FROM core.patient_payment)
ORDER BY c.claim_id;
