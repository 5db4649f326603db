-- id: batch_complete
-- law: 1
-- title: A batch has as many encounters as it brought
-- scope: batch
-- one row per batch that has fewer or more
SELECT b.batch_id, b.encounters_received, count(e.received_id) AS encounters
FROM core.batch AS b
LEFT JOIN core.encounter AS e ON b.batch_id = e.batch_id
WHERE b.batch_id IN (SELECT batch_id FROM touched_batch)
GROUP BY b.batch_id, b.encounters_received
HAVING count(e.received_id) <> b.encounters_received
