-- id: kpi_money
-- title: What was collected and given up in each month, and what share of the charges that is
-- one row per month: SELECT * FROM marts.kpi_money(DATE '2026-11-12')
--
-- Money is what stands against a receivable in the same transaction: payments less refunds, as in marts.ar_movements.
-- Only contractual adjustments are taken off the charges of the net collection rate: what was written off because a
-- filing limit had passed, or as a small balance or bad debt, was collectable. The matched rate is that of the services
-- of the month half a year earlier, as known on the day: what came in on just these claims.
CREATE OR REPLACE MACRO marts.kpi_money(as_of_day) AS TABLE
    WITH touching AS (
        SELECT DISTINCT p.transaction_id, p.rule
        FROM ledger.posting AS p
        INNER JOIN ledger.account AS a ON p.account = a.account
        WHERE a.kind IN ('ar_insurer', 'ar_patient') AND p.posted_on <= as_of_day
    ),

    legs AS (
        SELECT
            date_trunc('month', p.posted_on)::date AS period,
            date_trunc('month', c.service_from)::date AS served,
            coalesce(c.origin = 'opening', FALSE) AS taken_over,
            p.claim_id,
            CASE
                WHEN a.kind = 'charges' THEN 'charge'
                WHEN p.account = 'adjustment:contractual' THEN 'contractual'
                WHEN p.account = 'adjustment:denial' THEN 'denial'
                WHEN a.kind <> 'adjustment' THEN 'money'
            END AS of,
            p.amount
        FROM ledger.posting AS p
        INNER JOIN ledger.account AS a ON p.account = a.account
        INNER JOIN touching AS t ON p.transaction_id = t.transaction_id AND p.rule = t.rule
        LEFT JOIN core.claim AS c ON p.claim_id = c.claim_id
        WHERE
            p.posted_on <= as_of_day
            AND a.kind NOT IN ('ar_insurer', 'ar_patient')
            AND NOT starts_with(a.kind, 'opening')
    ),

    months AS (
        SELECT period, served, taken_over, of, sum(amount) AS amount FROM legs
        WHERE of IS NOT NULL
        GROUP BY ALL
    ),

    excluded AS (
        SELECT period, count(DISTINCT claim_id) AS excluded_claims FROM legs
        WHERE of = 'money' AND taken_over
        GROUP BY period
    ),

    posted AS (
        SELECT
            period,
            sum(amount) FILTER (WHERE of = 'money') AS collected,
            sum(amount) FILTER (WHERE of = 'money' AND NOT taken_over) AS billed_collected,
            sum(CASE WHEN of = 'charge' OR (of = 'contractual' AND NOT taken_over) THEN -amount END) AS collectable,
            sum(amount) FILTER (WHERE of = 'denial') AS denied
        FROM months
        GROUP BY period
    ),

    matched AS (
        SELECT
            (served + INTERVAL 6 MONTH)::date AS period,
            sum(amount) FILTER (WHERE of = 'money') AS matched_collected,
            sum(-amount) FILTER (WHERE of IN ('charge', 'contractual')) AS matched_collectable
        FROM months
        WHERE NOT taken_over AND period <= served + INTERVAL 6 MONTH
        GROUP BY served
    )

    SELECT *
    FROM posted
    FULL JOIN matched USING (period)
    FULL JOIN excluded USING (period);
