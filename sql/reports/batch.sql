-- title: One encounter batch
-- one row per: the batch
SELECT
    b.*,
    count(e.received_id) FILTER (WHERE e.state = 'quarantined') AS quarantined,
    count(e.received_id) FILTER (WHERE e.state IN ('held', 'held_coding', 'held_edit')) AS held,
    count(e.received_id) FILTER (WHERE e.state = 'not_billable') AS not_billable,
    count(e.received_id) FILTER (WHERE e.state = 'claimed') AS claimed
FROM core.batch AS b
LEFT JOIN core.encounter AS e ON b.batch_id = e.batch_id
WHERE b.batch_id = getvariable('batch_id')::VARCHAR
GROUP BY ALL
