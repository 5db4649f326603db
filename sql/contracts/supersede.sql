-- title: Replaced versions are not billable
-- reads: outdated, this_batch (temporary)

UPDATE core.encounter
SET
    state = 'not_billable',
    reason_code = 'superseded',
    reason = 'superseded by batch ' || this_batch.batch_id,
    state_since = this_batch.business_day
FROM this_batch
WHERE received_id IN (SELECT outdated.received_id FROM outdated)
