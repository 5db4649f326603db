-- title: Earlier versions, not billed yet, that the arriving ones replace
-- reads: this_batch, standing (temporary), core.encounter, core.batch
-- one row per encounter replaced

CREATE OR REPLACE TEMP TABLE outdated AS
SELECT encounter.received_id
FROM core.encounter
CROSS JOIN this_batch
WHERE
    encounter.state NOT IN ('not_billable', 'claimed')
    AND this_batch.status = 'accepted'
    AND encounter.encounter_id IN (
        SELECT standing.encounter_id
        FROM standing
        WHERE standing.state <> 'not_billable'
    )
UNION
-- Rows without an id, of an earlier drop of the same folder: this drop is that one, sent again.
SELECT encounter.received_id
FROM core.encounter
INNER JOIN core.batch ON encounter.batch_id = batch.batch_id
INNER JOIN this_batch ON batch.folder = this_batch.folder AND batch.batch_id <> this_batch.batch_id
WHERE
    encounter.encounter_id IS NULL
    AND encounter.state IN ('held', 'quarantined')
    AND this_batch.status = 'accepted'
