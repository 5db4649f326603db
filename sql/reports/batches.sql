-- title: Encounter batches that came this night
-- one row per: batch
SELECT
    b.batch_id,
    b.status,
    b.reason,
    b.encounters_received,
    b.encounters_control,
    b.charges_received,
    b.charges_control,
    count(e.received_id) FILTER (WHERE e.state = 'quarantined') AS quarantined,
    count(e.received_id) FILTER (WHERE e.state IN ('held', 'held_coding', 'held_edit')) AS held,
    count(e.received_id) FILTER (WHERE e.state = 'not_billable') AS not_billable,
    count(e.received_id) FILTER (WHERE e.state = 'claimed') AS claimed
FROM core.batch AS b
LEFT JOIN core.encounter AS e ON b.batch_id = e.batch_id
WHERE b.received_on = getvariable('day')::DATE
GROUP BY ALL
ORDER BY b.batch_id
