-- id: carried
-- title: What is carried in, and out where percentages and what was carried in are below zero together
-- reads: drafted_line, month_earlier, term
-- one row per agreement of the month with something carried into it, and per one with something carried out
-- An agreement is to the next one in the month as a month is to the next: below zero is carried on. Carried after the n-th
-- is sum - max(0, highest sum so far), for the sums of what was carried in and the percentages up to each.
INSERT INTO drafted_line BY NAME
WITH brought AS (
    SELECT
        coalesce(sum(amount), 0)::DECIMAL(14, 2) AS amount,
        any_value(invoice_number) AS invoice_number
    FROM month_earlier
    WHERE kind = 'carried'
),

summed AS (
    SELECT
        t.section, t.agreement_from, b.amount AS brought, b.invoice_number,
        sum(coalesce(sum(l.amount), 0)) OVER (ORDER BY t.section) - b.amount AS reached
    FROM term AS t
    CROSS JOIN brought AS b
    LEFT JOIN drafted_line AS l ON t.agreement_from = l.agreement_from
    WHERE t.section IS NOT NULL
    GROUP BY t.section, t.agreement_from, b.amount, b.invoice_number
),

carried AS (
    SELECT
        *,
        reached - greatest(max(reached) OVER (ORDER BY section), 0) AS after_it
    FROM summed
),

bounded AS (
    SELECT *, lag(after_it, 1, -brought) OVER (ORDER BY section) AS before_it FROM carried
)

SELECT
    section, 20 AS place, agreement_from, 'carried_in' AS kind,
    CASE
        WHEN section = 1 THEN 'Carried in from ' || invoice_number || ': more was taken back than collected'
        ELSE 'Carried in from the agreement before'
    END AS description,
    before_it::DECIMAL(14, 2) AS amount
FROM bounded
WHERE before_it <> 0
UNION ALL
SELECT
    section, 21 AS place, agreement_from, 'carried_out' AS kind,
    CASE
        WHEN section = max(section) OVER () THEN 'Carried to the next invoice: more was taken back than collected'
        ELSE 'Carried to the next agreement: more was taken back than collected'
    END AS description,
    -after_it::DECIMAL(14, 2) AS amount
FROM bounded
QUALIFY after_it <> 0;
