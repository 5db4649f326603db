-- id: encounter_settled
-- law: 1
-- title: Every encounter is in a final state when the night ends
-- scope: everything
-- one row per encounter that is not
SELECT received_id, state
FROM core.encounter
WHERE state NOT IN ('quarantined', 'held', 'held_coding', 'held_edit', 'not_billable', 'claimed')
