-- id: encounter_reason
-- law: 1
-- title: An encounter that is not on a claim says why
-- scope: encounter
-- one row per encounter that does not
SELECT received_id, state
FROM core.encounter
WHERE
    received_id IN (SELECT received_id FROM touched_encounter)
    AND state IN ('held', 'held_coding', 'held_edit', 'not_billable', 'quarantined')
    AND coalesce(reason_code, '') = ''
