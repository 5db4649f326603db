-- id: received_row_kept
-- law: 1
-- title: Every row of an encounters file became an encounter
-- scope: batch
-- one row per row received that has none
SELECT r.batch_id, r.source_file, r.source_line
FROM raw.encounters AS r
ANTI JOIN core.encounter AS e ON r.batch_id = e.batch_id AND r.source_line = e.source_line
WHERE r.batch_id IN (SELECT batch_id FROM touched_batch)
