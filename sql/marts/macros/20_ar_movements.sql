-- id: ar_movements
-- title: Why the receivables moved: charges, payments, adjustments, refunds and transfers
-- one row per day, receivable account and claim: SELECT * FROM marts.ar_movements(DATE '2026-11-01', DATE '2026-11-30')
--
-- What stands against a receivable in the same transaction, under the same rule, says why it moved. Receivables against
-- each other are transfers. Where a rule moves several kinds at once (a voided claim), each kind counts at the claim's own
-- receivable and the rest is a transfer. change = charges - payments - adjustments + refunds + taken_over + transfers.
CREATE OR REPLACE MACRO marts.ar_movements(first_day, last_day) AS TABLE
    WITH legs AS (
        SELECT
            p.posted_on,
            p.transaction_id,
            p.rule,
            p.claim_id,
            p.account,
            p.amount,
            a.kind IN ('ar_insurer', 'ar_patient') AS receivable,
            CASE
                WHEN a.kind IN ('ar_insurer', 'ar_patient') THEN NULL
                WHEN a.kind IN ('charges', 'adjustment') THEN a.kind
                WHEN a.kind = 'refund_payable' THEN 'refund'
                WHEN starts_with(a.kind, 'opening') THEN 'taken_over'
                ELSE 'payment'
            END AS category
        FROM ledger.posting AS p
        INNER JOIN ledger.account AS a ON p.account = a.account
        WHERE p.posted_on BETWEEN first_day AND last_day
    ),

    why AS (
        SELECT
            transaction_id,
            rule,
            min(category) AS category,
            count(DISTINCT category) > 1
            OR (count(DISTINCT category) = 1 AND count(DISTINCT account) FILTER (WHERE receivable) > 1) AS mixed
        FROM legs
        GROUP BY transaction_id, rule
        HAVING bool_or(receivable)
    ),

    effect AS (
        SELECT
            l.posted_on,
            l.account,
            l.claim_id,
            l.amount AS change,
            CASE WHEN NOT w.mixed THEN w.category END AS category,
            l.amount AS explained
        FROM legs AS l
        INNER JOIN why AS w ON l.transaction_id = w.transaction_id AND l.rule = w.rule
        WHERE l.receivable
        UNION ALL
        SELECT
            l.posted_on,
            CASE WHEN c.party = 'insurer' THEN 'ar_insurer:' || c.payer_id ELSE 'ar_patient' END AS account,
            l.claim_id,
            0 AS change,
            l.category,
            -l.amount AS explained
        FROM legs AS l
        INNER JOIN why AS w ON l.transaction_id = w.transaction_id AND l.rule = w.rule
        LEFT JOIN core.claim AS c ON l.claim_id = c.claim_id
        WHERE w.mixed AND NOT l.receivable
    ),

    summed AS (
        SELECT
            posted_on,
            account,
            claim_id,
            sum(change) AS change,
            coalesce(sum(explained) FILTER (WHERE category = 'charges'), 0) AS charges,
            coalesce(-sum(explained) FILTER (WHERE category = 'payment'), 0) AS payments,
            coalesce(-sum(explained) FILTER (WHERE category = 'adjustment'), 0) AS adjustments,
            coalesce(sum(explained) FILTER (WHERE category = 'refund'), 0) AS refunds,
            coalesce(sum(explained) FILTER (WHERE category = 'taken_over'), 0) AS taken_over
        FROM effect
        GROUP BY posted_on, account, claim_id
    )

    SELECT
        posted_on,
        CASE WHEN account = 'ar_patient' THEN 'patient' ELSE 'insurer' END AS party,
        CASE WHEN account <> 'ar_patient' THEN split_part(account, ':', 2) END AS payer_id,
        claim_id,
        charges,
        payments,
        adjustments,
        refunds,
        taken_over,
        change - charges + payments + adjustments - refunds - taken_over AS transfers,
        change
    FROM summed;
