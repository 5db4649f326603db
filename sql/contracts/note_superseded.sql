-- title: Note that versions were replaced
-- reads: outdated, this_batch (temporary)
-- one row per encounter replaced

INSERT INTO core.encounter_event BY NAME
SELECT
    outdated.received_id,
    this_batch.business_day AS on_day,
    'not_billable' AS state,
    'superseded' AS reason_code,
    'superseded by batch ' || this_batch.batch_id AS reason
FROM outdated
CROSS JOIN this_batch
ORDER BY outdated.received_id
