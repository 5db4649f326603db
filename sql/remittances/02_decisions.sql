-- id: decisions
-- title: What people decided about remittances, remitted claims and provider-level adjustments, judged
-- reads: core.correction (pending, kind remittance), core.remittance, core.remit_claim, core.provider_adjustment
-- one row per pending decision, with what it does (`outcome`) or why it is refused (`fault`)
CREATE OR REPLACE TEMP TABLE decision AS
WITH pending AS (
    SELECT
        k.correction_id, k.action, k.claim_number, k.amount, k.whole_amount, k.decided_on, k.source_file, k.source_line,
        upper(trim(k.reference)) AS reference
    FROM core.correction AS k
    WHERE k.status = 'pending' AND k.kind = 'remittance'
),

numbered AS (
    SELECT s.claim_number, s.claim_id FROM core.claim_submission AS s
    UNION
    SELECT e.claim_id AS claim_number, e.claim_id FROM core.claim AS e
    UNION
    SELECT upper(o.former_number) AS claim_number, o.claim_id FROM core.opening_balance AS o
),

named_claim AS (
    SELECT p.correction_id, min(n.claim_id) AS claim_id
    FROM pending AS p
    INNER JOIN numbered AS n USING (claim_number)
    INNER JOIN core.claim AS c ON n.claim_id = c.claim_id AND core.not_voided(c.live, c.replaced_on)
    GROUP BY p.correction_id
    HAVING count(DISTINCT n.claim_id) = 1
),

whole AS (
    SELECT
        remittance_id, min(remit_claim_id) AS remit_claim_id, count(*) AS claims,
        count(*) FILTER (WHERE status = 'posted') AS posted
    FROM core.remit_claim
    WHERE remittance_id IN (SELECT 'R' || lower(substr(reference, 2)) FROM pending)
    GROUP BY remittance_id
),

named AS (
    SELECT
        p.*,
        n.claim_id,
        a.provider_adjustment_id,
        a.amount AS adjusted,
        a.claim_id AS adjusted_claim_id,
        r.remittance_id,
        r.status AS remittance_status,
        r.paid_amount = r.claims_amount - r.provider_adjustments AND r.paid_amount >= 0
        AND coalesce(r.credit_or_debit <> 'D', TRUE) AS balances,
        -- A decision that matches the one claim of a suspended remittance is about that claim.
        CASE
            WHEN c.remit_claim_id IS NOT NULL THEN c.remit_claim_id
            WHEN p.action = 'match_claim' AND one.claims = 1 THEN one.remit_claim_id
        END AS remit_claim_id,
        c.remit_claim_id IS NULL AND a.provider_adjustment_id IS NULL AS of_remittance,
        coalesce(one.claims, 0) AS claims,
        coalesce(one.posted, 0) AS posted_claims
    FROM pending AS p
    LEFT JOIN named_claim AS n ON p.correction_id = n.correction_id
    LEFT JOIN core.provider_adjustment AS a ON p.reference = upper(a.provider_adjustment_id)
    LEFT JOIN core.remit_claim AS c ON p.reference = upper(c.remit_claim_id)
    LEFT JOIN core.remittance AS r
        ON coalesce(c.remittance_id, a.remittance_id, 'R' || lower(substr(p.reference, 2))) = r.remittance_id
    LEFT JOIN whole AS one ON r.remittance_id = one.remittance_id
),

said AS (
    SELECT remit_claim_id, remit_line_id, sum(amount) AS amount FROM core.remit_adjustment
    WHERE remit_claim_id IN (SELECT remit_claim_id FROM named)
    GROUP BY ALL
),

claim_said AS (
    SELECT remit_claim_id, sum(amount) AS amount FROM said
    GROUP BY remit_claim_id
),

line_said AS (
    SELECT
        l.remit_claim_id,
        count(*) FILTER (WHERE l.charge_amount - coalesce(s.amount, 0) <> l.paid_amount) AS differing
    FROM core.remit_line AS l
    LEFT JOIN said AS s USING (remit_line_id)
    WHERE l.remit_claim_id IN (SELECT remit_claim_id FROM named)
    GROUP BY l.remit_claim_id
),

stood AS (
    SELECT
        n.*,
        rc.status AS claim_status,
        -- Whether the remitted claim balances, so that it can post.
        rc.charge_amount - coalesce(x.amount, 0) = rc.paid_amount AND coalesce(y.differing, 0) = 0 AS claim_balances
    FROM named AS n
    LEFT JOIN core.remit_claim AS rc USING (remit_claim_id)
    LEFT JOIN claim_said AS x USING (remit_claim_id)
    LEFT JOIN line_said AS y USING (remit_claim_id)
),

judged AS (
    SELECT
        *,
        CASE
            WHEN remittance_id IS NULL THEN 'reference names no remittance, remitted claim or provider adjustment'
            WHEN (action = 'allocate_takeback') <> (provider_adjustment_id IS NOT NULL)
                THEN 'reference is not what this action acts on'
            WHEN action IN ('match_claim', 'allocate_takeback') AND claim_id IS NULL
                THEN 'claim_number names no claim of ours, or one that was voided'
            WHEN remittance_status = 'rejected' THEN 'the remittance was rejected'
            WHEN action = 'allocate_takeback' AND remittance_status <> 'posted' THEN 'the remittance is not posted'
            WHEN action = 'allocate_takeback' AND adjusted_claim_id IS NOT NULL
                THEN 'the provider adjustment is tied to a claim already'
            WHEN action = 'allocate_takeback' AND NOT whole_amount AND amount <> abs(adjusted)
                THEN 'amount is not that of the provider adjustment: it goes to one claim as a whole'
            WHEN action = 'allocate_takeback' THEN NULL
            WHEN action = 'post_remittance' AND NOT of_remittance THEN 'reference is not what this action acts on'
            WHEN action = 'match_claim' AND of_remittance AND claims <> 1
                THEN 'the remittance has not one claim: name the remitted claim'
            WHEN NOT of_remittance AND remittance_status = 'held' THEN 'its remittance is held: decide about that first'
            WHEN of_remittance AND action <> 'match_claim' AND remittance_status = 'posted'
                THEN 'the remittance is posted: decide about a claim of it'
            WHEN (action = 'post_remittance' OR (action = 'match_claim' AND remittance_status = 'held')) AND NOT balances
                THEN 'the remittance does not balance, so it cannot be posted'
            WHEN of_remittance AND action <> 'match_claim' AND posted_claims > 0
                THEN 'claims of it were posted by earlier decisions: decide about the others one by one'
            WHEN
                action = 'accept_as_suspense'
                AND (remittance_status = 'suspended' OR claim_status = 'suspended')
                THEN 'the money is in suspense already'
            WHEN NOT of_remittance AND claim_status IN ('posted', 'rejected') THEN 'the remitted claim is ' || claim_status
            WHEN action = 'match_claim' AND remittance_status <> 'held' AND claim_status NOT IN ('suspended', 'not_posted')
                THEN 'the remitted claim is ' || claim_status
            WHEN action = 'match_claim' AND NOT claim_balances THEN 'the remitted claim does not balance, so it cannot be posted'
            WHEN NOT of_remittance AND action = 'reject' AND claim_status <> 'suspended'
                THEN 'no money of the remitted claim is in suspense'
            WHEN NOT of_remittance AND action = 'accept_as_suspense' THEN 'the money is in suspense already'
        END AS fault
    FROM stood
),

turned AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY remittance_id, fault IS NULL ORDER BY decided_on, source_file, source_line
        ) AS turn,
        row_number() OVER (
            PARTITION BY remittance_id, coalesce(provider_adjustment_id, remit_claim_id), fault IS NULL
            ORDER BY decided_on, source_file, source_line
        ) AS own_turn,
        bool_or(of_remittance AND fault IS NULL) OVER (PARTITION BY remittance_id) AS as_a_whole
    FROM judged
)

SELECT
    * EXCLUDE (fault, turn, own_turn, as_a_whole),
    coalesce(fault, CASE
        WHEN own_turn > 1 OR (as_a_whole AND turn > 1)
            THEN 'another decision of tonight about the same was taken; send it again if it still holds'
    END) AS fault,
    CASE
        WHEN action = 'allocate_takeback' THEN 'allocate'
        WHEN action = 'match_claim' AND remittance_status <> 'held' THEN 'post_claim'
        WHEN action IN ('post_remittance', 'match_claim') THEN 'post_whole'
        WHEN action = 'accept_as_suspense' THEN 'suspend_whole'
        WHEN of_remittance THEN 'reject_whole'
        ELSE 'reject_claim'
    END AS outcome
FROM turned;

-- The transaction sets to read again, with the claims to judge again.
CREATE OR REPLACE TEMP TABLE reread_set AS
SELECT
    r.remittance_id, r.source_file, r.source_position, r.source_kind,
    CASE WHEN bool_or(d.outcome = 'post_whole') THEN 'whole' ELSE 'claims' END AS taken
FROM decision AS d
INNER JOIN core.remittance AS r USING (remittance_id)
WHERE d.fault IS NULL AND d.outcome IN ('post_whole', 'post_claim')
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE reread_claim AS
SELECT remit_claim_id, claim_id FROM decision
WHERE fault IS NULL AND action = 'match_claim';
