-- id: batch_ties
-- law: 1
-- title: An accepted batch ties to the control totals of its sender
-- scope: batch
-- one row per accepted batch that does not
SELECT batch_id, encounters_received, encounters_control, charges_received, charges_control
FROM core.batch
WHERE
    batch_id IN (SELECT batch_id FROM touched_batch)
    AND status = 'accepted'
    AND (
        encounters_received IS DISTINCT FROM encounters_control
        OR charges_received IS DISTINCT FROM charges_control
    )
