-- id: remit_restated
-- title: A later payer restates the whole charge: only the change of the contractual adjustment is posted
-- when: remittances
-- repeat: SELECT DISTINCT payer_rank FROM relative WHERE payer_rank > 1 ORDER BY payer_rank
-- one row per transfer: debit contractual adjustment, credit the later payer's receivable, by what the later payer's
-- statement (its contractual amounts and the earlier payers' part, OA-23) differs from what the earlier payers paid and
-- adjusted; it names the transaction whose amounts it changes: its own restatement before, else an earlier payer's
WITH mine AS (
    SELECT r.claim_id, r.family_id, r.account, r.payer_id FROM relative AS r
    WHERE r.payer_rank = getvariable('repetition')
),

earlier AS (
    SELECT m.claim_id, e.claim_id AS earlier_claim_id
    FROM mine AS m
    INNER JOIN relative AS e ON m.family_id = e.family_id AND e.payer_rank < getvariable('repetition')
),

-- Every remitted claim ever posted of this claim and of the earlier ones.
heard AS (
    SELECT
        c.remit_claim_id, c.claim_id, c.reverses, coalesce(c.status_on, r.received_on) AS received_on,
        CASE WHEN c.status_code = '22' THEN -1 ELSE 1 END AS sign
    FROM core.remit_claim AS c
    INNER JOIN core.remittance AS r USING (remittance_id)
    WHERE
        c.status = 'posted'
        AND (c.claim_id IN (SELECT claim_id FROM mine) OR c.claim_id IN (SELECT earlier_claim_id FROM earlier))
),

-- Judged when this payer speaks, and when an earlier payer is heard for the first time (it may come after this one);
-- never again when an earlier payer corrects itself: then this payer has not spoken of the correction yet.
first_heard AS (
    SELECT e.claim_id, e.earlier_claim_id, min(h.received_on) AS received_on
    FROM earlier AS e
    INNER JOIN heard AS h ON e.earlier_claim_id = h.claim_id
    GROUP BY ALL
),

heard_today AS (
    SELECT claim_id FROM heard
    WHERE received_on = getvariable('business_day')
),

judged AS (
    SELECT claim_id FROM first_heard
    GROUP BY claim_id
    HAVING
        bool_or(received_on = getvariable('business_day'))
        OR claim_id IN (SELECT claim_id FROM heard_today)
),

stated AS (
    SELECT
        h.claim_id,
        l.line_id,
        h.remit_claim_id,
        h.sign,
        sum(a.amount) FILTER (WHERE a.posting IN ('contractual', 'compare')) AS restated,
        sum(a.amount) FILTER (WHERE a.posting = 'open') AS left_open
    FROM heard AS h
    INNER JOIN core.remit_adjustment AS a USING (remit_claim_id)
    LEFT JOIN core.remit_line AS l USING (remit_line_id)
    WHERE h.claim_id IN (SELECT claim_id FROM judged)
    GROUP BY ALL
),

posted AS (
    SELECT account, amount, claim_id, line_id, transaction_id, posted_on FROM ledger.posting
    WHERE
        account IN ('cash:in_transit', 'adjustment:contractual')
        AND rule NOT IN ('provider_adjustment', 'takeback_allocated')
    UNION ALL
    SELECT debit AS account, amount, claim_id, line_id, transaction_id, getvariable('business_day') AS posted_on
    FROM proposed
    WHERE
        debit IN ('cash:in_transit', 'adjustment:contractual')
        AND rule NOT IN ('provider_adjustment', 'takeback_allocated')
        AND transaction_id NOT IN (
            SELECT transaction_id FROM ledger.posting
            WHERE posted_on = getvariable('business_day')
        )
),

-- What the earlier payers paid and adjusted, carried to the lines of this claim.
compared AS (
    SELECT e.claim_id, l.line_id, p.amount, p.account, p.transaction_id, p.posted_on
    FROM earlier AS e
    INNER JOIN posted AS p ON e.earlier_claim_id = p.claim_id
    LEFT JOIN relative_line AS x ON p.line_id = x.line_id
    LEFT JOIN relative_line AS l ON e.claim_id = l.claim_id AND x.line_number = l.line_number
    WHERE e.claim_id IN (SELECT claim_id FROM judged)
),

prior AS (
    SELECT claim_id, line_id, sum(amount) AS amount FROM compared
    GROUP BY ALL
),

-- What this claim's own statements changed before.
own AS (
    SELECT p.claim_id, p.line_id, p.amount, p.account, p.transaction_id, p.posted_on FROM posted AS p
    WHERE p.account = 'adjustment:contractual' AND p.claim_id IN (SELECT claim_id FROM judged)
),

-- Lines are compared one by one only when everything was said by line; else the claim is compared as a whole.
whole AS (
    SELECT claim_id FROM stated
    WHERE line_id IS NULL AND restated IS NOT NULL
    UNION
    SELECT claim_id FROM prior
    WHERE line_id IS NULL AND amount <> 0
),

keyed AS (
    SELECT
        s.claim_id,
        CASE WHEN w.claim_id IS NULL THEN s.line_id END AS line_id,
        s.remit_claim_id,
        s.sign,
        sum(s.restated) AS restated,
        sum(s.left_open) AS left_open
    FROM stated AS s
    LEFT JOIN whole AS w USING (claim_id)
    GROUP BY ALL
),

-- A statement that names neither contractual amounts nor an earlier payer's part restates nothing. A reversal takes its
-- statement back.
said AS (
    SELECT
        claim_id,
        line_id,
        coalesce(sum(restated), 0) AS restated,
        coalesce(sum(left_open), 0) AS left_open,
        coalesce(sum(sign) FILTER (WHERE restated IS NOT NULL), 0) AS statements
    FROM keyed
    GROUP BY ALL
),

before AS (
    SELECT p.claim_id, CASE WHEN w.claim_id IS NULL THEN p.line_id END AS line_id, sum(p.amount) AS amount
    FROM prior AS p
    LEFT JOIN whole AS w USING (claim_id)
    GROUP BY ALL
),

already AS (
    SELECT p.claim_id, CASE WHEN w.claim_id IS NULL THEN p.line_id END AS line_id, sum(p.amount) AS amount
    FROM own AS p
    LEFT JOIN whole AS w USING (claim_id)
    GROUP BY ALL
),

-- The latest of those that stand: neither a reversal nor reversed; one that gave something up before one that only paid.
taken_back AS (
    SELECT 'remit:' || remit_claim_id AS transaction_id FROM heard
    WHERE sign < 0
    UNION
    SELECT 'remit:' || reverses AS transaction_id FROM heard
    WHERE reverses IS NOT NULL
),

both_kinds AS (
    SELECT *, TRUE AS own FROM own
    UNION ALL
    SELECT *, FALSE AS own FROM compared
),

changing AS (
    SELECT
        p.claim_id,
        CASE WHEN w.claim_id IS NULL THEN p.line_id END AS line_id,
        arg_max(
            p.transaction_id,
            (p.own, t.transaction_id IS NULL, p.account = 'adjustment:contractual', p.posted_on, p.transaction_id)
        ) AS corrects
    FROM both_kinds AS p
    LEFT JOIN whole AS w USING (claim_id)
    LEFT JOIN taken_back AS t USING (transaction_id)
    GROUP BY ALL
),

place AS (
    SELECT claim_id, line_id FROM said
    UNION
    SELECT claim_id, line_id FROM already
),

differing AS (
    SELECT
        k.claim_id,
        k.line_id,
        coalesce(s.restated, 0) - coalesce(s.statements, 0) * coalesce(b.amount, 0) AS difference,
        coalesce(s.left_open, 0) AS left_open,
        coalesce(a.amount, 0) AS already
    FROM place AS k
    LEFT JOIN said AS s ON k.claim_id = s.claim_id AND k.line_id IS NOT DISTINCT FROM s.line_id
    LEFT JOIN before AS b ON k.claim_id = b.claim_id AND k.line_id IS NOT DISTINCT FROM b.line_id
    LEFT JOIN already AS a ON k.claim_id = a.claim_id AND k.line_id IS NOT DISTINCT FROM a.line_id
),

-- A denial leaves its amount open: it takes back nothing that an earlier payer's contract adjusted.
changed AS (
    SELECT
        claim_id,
        line_id,
        CASE WHEN left_open <> 0 THEN greatest(difference, 0) ELSE difference END - already AS amount
    FROM differing
),

cause AS (
    SELECT
        m.claim_id,
        m.account,
        m.payer_id,
        max(s.effective_on) AS effective_on,
        arg_max(s.source_file, (s.effective_on, s.remit_claim_id)) AS source_file,
        arg_max(s.source_position, (s.effective_on, s.remit_claim_id)) AS source_position
    FROM mine AS m
    INNER JOIN settled AS s USING (family_id)
    GROUP BY ALL
)

SELECT
    'restate:' || c.claim_id || ':' || getvariable('business_day') || ':' || getvariable('night_run') AS transaction_id,
    'adjustment:contractual' AS debit,
    c.account AS credit,
    d.amount,
    c.effective_on,
    c.claim_id,
    d.line_id,
    c.payer_id,
    c.source_file,
    c.source_position,
    'remit_restated' AS rule,
    n.corrects
FROM changed AS d
INNER JOIN cause AS c USING (claim_id)
LEFT JOIN changing AS n ON d.claim_id = n.claim_id AND d.line_id IS NOT DISTINCT FROM n.line_id
