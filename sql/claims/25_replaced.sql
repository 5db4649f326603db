-- id: claim_replaced
-- title: What went before of the visits of tonight's candidates: a claim that theirs replaces, or that was voided
-- reads: claim_candidate, core.claim, core.claim_event, core.correction

-- one row per candidate whose visit was billed before: how often people decided to bill it again (each time it is another
-- claim), its generation, the claim in whose place it comes, and what it replaces at the payer, by the payer's number: the
-- last of those claims that the payer took in; one that it never took in is sent again as an original
CREATE OR REPLACE TEMP TABLE claim_replaced AS
WITH again AS (
    SELECT
        m.encounter_id,
        count(*) AS times
    FROM core.correction AS k
    INNER JOIN core.claim AS m ON k.claim_id = m.claim_id
    WHERE k.kind IN ('rebill', 'replace') AND k.status = 'applied'
    GROUP BY m.encounter_id
),

numbered AS (
    SELECT e.claim_id, arg_max(e.payer_claim_number, (e.event_on, e.event_id)) AS payer_claim_number
    FROM core.claim_event AS e
    WHERE
        e.payer_claim_number IS NOT NULL AND e.outcome <> 'rejected'
        AND e.claim_id IN (
            SELECT m.claim_id FROM core.claim AS m
            WHERE m.encounter_id IN (SELECT a.encounter_id FROM again AS a)
        )
    GROUP BY e.claim_id
),

-- The visit's last claim for its first payer.
last_claim AS (
    SELECT m.encounter_id, arg_max(m, (m.generation, m.created_on, m.claim_id)) AS claim
    FROM core.claim AS m
    WHERE m.encounter_id IN (SELECT a.encounter_id FROM again AS a) AND m.payer_priority <= 1 AND NOT m.live
    GROUP BY m.encounter_id
),

at_payer AS (
    SELECT m.encounter_id, arg_max(m, m.generation) AS claim, arg_max(n.payer_claim_number, m.generation) AS payer_claim_number
    FROM core.claim AS m
    INNER JOIN numbered AS n ON m.claim_id = n.claim_id
    WHERE m.replaced_on IS NOT NULL AND m.payer_priority <= 1
    GROUP BY m.encounter_id
),

-- A replacement that its payer never took in, and that was voided, leaves the payer with the claim before it.
standing AS (
    SELECT
        l.encounter_id,
        l.claim.generation + CASE WHEN l.claim.replaced_on IS NULL THEN 0 ELSE 1 END AS generation,
        CASE
            WHEN l.claim.replaced_on IS NOT NULL THEN l.claim.claim_id
            WHEN n.claim_id IS NULL THEN l.claim.replaces
        END AS replaces
    FROM last_claim AS l
    LEFT JOIN numbered AS n ON l.claim.claim_id = n.claim_id
)

SELECT
    c.received_id,
    a.times,
    s.generation,
    s.replaces,
    CASE WHEN s.replaces IS NOT NULL THEN p.payer_claim_number END AS payer_claim_number,
    -- A replacement goes to the same payer, under the same billing identity.
    s.replaces IS NOT NULL AND p.encounter_id IS NOT NULL AND NOT coalesce(
        p.claim.payer_id = v.payer_id AND p.claim.billing_npi = c.billing_npi AND p.claim.billing_tax_id = c.billing_tax_id,
        FALSE
    ) AS differs
FROM claim_candidate AS c
INNER JOIN again AS a ON c.encounter_id = a.encounter_id
INNER JOIN standing AS s ON c.encounter_id = s.encounter_id
LEFT JOIN at_payer AS p ON c.encounter_id = p.encounter_id
LEFT JOIN claim_coverage AS v ON c.received_id = v.received_id AND v.payer_rank = 1;
