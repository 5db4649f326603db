-- id: charges_kept
-- law: 1
-- title: The charges of an accepted batch are those of its service rows, and each encounter's those of its own
-- scope: batch
-- one row per batch, or encounter of one, whose charges differ from the rows received
WITH sent AS (
    SELECT
        batch_id,
        nullif(trim(encounter_id, E' \t\r\n'), '') AS encounter_id,
        sum(try_cast(trim(charge, E' \t\r\n') AS DECIMAL(14, 2))) AS charge
    FROM raw.services
    WHERE batch_id IN (SELECT batch_id FROM touched_batch)
    GROUP BY ALL
)

SELECT b.batch_id, NULL AS received_id, b.charges_received AS kept, coalesce(sum(s.charge), 0) AS sent
FROM core.batch AS b
LEFT JOIN sent AS s ON b.batch_id = s.batch_id
WHERE b.batch_id IN (SELECT batch_id FROM touched_batch) AND b.status = 'accepted'
GROUP BY b.batch_id, b.charges_received
HAVING b.charges_received IS DISTINCT FROM coalesce(sum(s.charge), 0)
UNION ALL
SELECT e.batch_id, e.received_id, e.charge_received AS kept, s.charge AS sent
FROM core.encounter AS e
INNER JOIN core.batch AS b ON e.batch_id = b.batch_id AND b.status = 'accepted'
LEFT JOIN sent AS s ON e.batch_id = s.batch_id AND e.encounter_id = s.encounter_id
WHERE
    e.batch_id IN (SELECT batch_id FROM touched_batch)
    AND e.charge_received IS DISTINCT FROM s.charge
