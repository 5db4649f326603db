-- title: Note the first state of the encounters of a batch
-- reads: this_batch (temporary: batch_id), core.encounter
-- one row per encounter of the batch

INSERT INTO core.encounter_event BY NAME
SELECT
    encounter.received_id,
    encounter.state_since AS on_day,
    encounter.state,
    encounter.reason_code,
    encounter.reason
FROM core.encounter
INNER JOIN this_batch ON encounter.batch_id = this_batch.batch_id
ORDER BY encounter.received_id
