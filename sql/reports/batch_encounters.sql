-- title: Encounters of a batch that are not billed
-- one row per: encounter
SELECT
    e.encounter_id,
    e.source_line,
    e.state,
    e.reason,
    e.charge_received
FROM core.encounter AS e
WHERE e.batch_id = getvariable('batch_id')::VARCHAR AND e.state <> 'claimed'
ORDER BY e.state, e.source_line
