-- id: restated_posted
-- law: 2
-- title: With a later payer, the contractual adjustment is what all payers together state, written off once
-- scope: claim
-- one row per later payer's claim and line (NULL: claim level) whose adjustment in the ledger differs from its statements,
-- less what the earlier payers had paid and adjusted when it was judged. Judged on the last day on which this payer spoke
-- or an earlier one was heard for the first time; not at all before an earlier payer was heard
WITH later AS (
    SELECT claim_id, family_id, payer_rank FROM touched_claim
    WHERE payer_rank > 1
),

earlier AS (
    SELECT l.claim_id, e.claim_id AS earlier_claim_id
    FROM later AS l
    INNER JOIN touched_claim AS e ON l.family_id = e.family_id AND l.payer_rank > e.payer_rank
),

heard AS (
    SELECT c.claim_id, c.remit_claim_id, coalesce(c.status_on, r.received_on) AS received_on, c.status_code
    FROM core.remit_claim AS c
    INNER JOIN core.remittance AS r ON c.remittance_id = r.remittance_id
    WHERE c.status = 'posted' AND c.claim_id IN (SELECT claim_id FROM touched_claim)
),

first_heard AS (
    SELECT e.claim_id, e.earlier_claim_id, min(h.received_on) AS received_on
    FROM earlier AS e
    INNER JOIN heard AS h ON e.earlier_claim_id = h.claim_id
    GROUP BY ALL
),

judged AS (
    SELECT f.claim_id, greatest(max(f.received_on), max(h.received_on)) AS judged_on
    FROM first_heard AS f
    INNER JOIN heard AS h ON f.claim_id = h.claim_id
    GROUP BY f.claim_id
),

statement AS (
    SELECT
        j.claim_id, h.remit_claim_id, h.status_code, l.line_id,
        sum(CASE WHEN a.posting IN ('contractual', 'compare') THEN a.amount END) AS restated,
        sum(CASE WHEN a.posting = 'open' THEN a.amount END) AS left_open
    FROM judged AS j
    INNER JOIN heard AS h ON j.claim_id = h.claim_id
    INNER JOIN core.remit_adjustment AS a ON h.remit_claim_id = a.remit_claim_id
    LEFT JOIN core.remit_line AS l ON a.remit_line_id = l.remit_line_id
    GROUP BY ALL
),

prior AS (
    SELECT j.claim_id, own.line_id, sum(p.amount) AS amount
    FROM judged AS j
    INNER JOIN earlier AS e ON j.claim_id = e.claim_id
    INNER JOIN ledger.posting AS p ON e.earlier_claim_id = p.claim_id AND j.judged_on >= p.posted_on
    LEFT JOIN core.claim_line AS theirs ON p.line_id = theirs.line_id
    LEFT JOIN core.claim_line AS own ON j.claim_id = own.claim_id AND theirs.line_number = own.line_number
    WHERE
        p.account IN ('cash:in_transit', 'adjustment:contractual')
        AND p.rule NOT IN ('provider_adjustment', 'takeback_allocated')
    GROUP BY ALL
),

-- Claims of which something was said at claim level are compared as a whole.
whole AS (
    SELECT claim_id FROM statement
    WHERE line_id IS NULL AND restated IS NOT NULL
    UNION
    SELECT claim_id FROM prior
    WHERE line_id IS NULL AND amount <> 0
),

by_place AS (
    SELECT
        s.claim_id, CASE WHEN w.claim_id IS NULL THEN s.line_id END AS line_id, s.remit_claim_id, s.status_code,
        sum(s.restated) AS restated, sum(s.left_open) AS left_open
    FROM statement AS s
    LEFT JOIN whole AS w ON s.claim_id = w.claim_id
    GROUP BY ALL
),

prior_by_place AS (
    SELECT p.claim_id, CASE WHEN w.claim_id IS NULL THEN p.line_id END AS line_id, sum(p.amount) AS amount
    FROM prior AS p
    LEFT JOIN whole AS w ON p.claim_id = w.claim_id
    GROUP BY ALL
),

difference AS (
    SELECT
        s.claim_id, s.line_id,
        coalesce(sum(s.restated), 0)
        - sum(CASE WHEN s.restated IS NULL THEN 0 WHEN s.status_code = '22' THEN -1 ELSE 1 END)
        * coalesce(any_value(p.amount), 0) AS amount,
        coalesce(sum(s.left_open), 0) AS left_open
    FROM by_place AS s
    LEFT JOIN prior_by_place AS p ON s.claim_id = p.claim_id AND s.line_id IS NOT DISTINCT FROM p.line_id
    GROUP BY s.claim_id, s.line_id
),

expected AS (
    SELECT claim_id, line_id, CASE WHEN left_open <> 0 AND amount < 0 THEN 0 ELSE amount END AS amount FROM difference
),

posted AS (
    SELECT l.claim_id, CASE WHEN w.claim_id IS NULL THEN p.line_id END AS line_id, sum(p.amount) AS amount
    FROM later AS l
    INNER JOIN ledger.posting AS p ON l.claim_id = p.claim_id AND p.account = 'adjustment:contractual'
    LEFT JOIN whole AS w ON l.claim_id = w.claim_id
    GROUP BY ALL
)

SELECT
    coalesce(e.claim_id, p.claim_id) AS claim_id, coalesce(e.line_id, p.line_id) AS line_id,
    e.amount AS stated, p.amount AS posted
FROM expected AS e
FULL JOIN posted AS p ON e.claim_id = p.claim_id AND e.line_id IS NOT DISTINCT FROM p.line_id
WHERE coalesce(e.amount, 0) <> coalesce(p.amount, 0)
