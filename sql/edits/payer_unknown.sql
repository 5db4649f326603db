-- id: payer_unknown
-- title: Payer that payers.yaml does not have
-- severity: hold
-- source: payers.yaml of the billing company
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per encounter and unknown payer among the coverages of its first day

SELECT DISTINCT
    e.received_id,
    NULL AS line_number,
    concat('Payer ', c.payer_id, ' is not in payers.yaml; add it there, or correct the coverage') AS message
FROM edit_encounter AS e
INNER JOIN core.coverage AS c
    ON
        e.batch_id = c.batch_id
        AND e.patient_id = c.patient_id
        AND e.service_from >= c.effective_from
        AND (c.effective_to IS NULL OR e.service_from <= c.effective_to)
LEFT JOIN reference.payer AS p ON c.payer_id = p.payer_id
WHERE e.financial_class = 'insurance' AND p.payer_id IS NULL
