-- title: What became of the encounters of each batch
-- one row per: batch
-- column batch_id: Encounter drop.
-- column received_on: Business day on which it was taken in.
-- column received: Encounters received.
-- column quarantined: Broke the contract; waiting for the practice.
-- column held: Held for a coder, by an edit, or for another reason (batch totals, no coverage, changed after billing).
-- column not_billable: Not billable: duplicate or superseded.
-- column claimed: On a claim.
-- column charges_received: Charges of the service lines received.
-- column charges_claimed: Charges of the encounters that are on a claim, as billed.
WITH counted AS (
    SELECT
        batch_id,
        count(*) AS received,
        count(*) FILTER (WHERE state = 'quarantined') AS quarantined,
        count(*) FILTER (WHERE state IN ('held', 'held_coding', 'held_edit')) AS held,
        count(*) FILTER (WHERE state = 'not_billable') AS not_billable,
        count(*) FILTER (WHERE state = 'claimed') AS claimed
    FROM core.encounter
    GROUP BY batch_id
),

billed AS (
    SELECT e.batch_id, sum(c.charge) AS charge
    FROM core.encounter AS e
    INNER JOIN core.claim AS c ON e.received_id = c.received_id AND c.live AND c.payer_priority <= 1
    GROUP BY e.batch_id
)

SELECT
    b.batch_id,
    b.received_on,
    b.encounters_received AS received,
    coalesce(n.quarantined, 0) AS quarantined,
    coalesce(n.held, 0) AS held,
    coalesce(n.not_billable, 0) AS not_billable,
    coalesce(n.claimed, 0) AS claimed,
    b.charges_received,
    cast(coalesce(c.charge, 0) AS DECIMAL(14, 2)) AS charges_claimed
FROM core.batch AS b
LEFT JOIN counted AS n ON b.batch_id = n.batch_id
LEFT JOIN billed AS c ON b.batch_id = c.batch_id
ORDER BY b.received_on, b.batch_id
