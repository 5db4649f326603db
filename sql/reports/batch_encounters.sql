-- title: Encounters of a batch that are not billed
-- one row per: encounter
SELECT
    e.encounter_id,
    e.source_line,
    e.state,
    coalesce(w.reason, e.reason) AS reason,
    e.charge_received
FROM core.encounter AS e
LEFT JOIN marts.worklist AS w ON w.subject = 'encounter' AND e.received_id = w.subject_id
WHERE e.batch_id = getvariable('batch_id')::VARCHAR AND e.state <> 'claimed'
ORDER BY e.state, e.source_line
