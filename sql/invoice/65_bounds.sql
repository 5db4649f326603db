-- id: bounds
-- title: Minimum and maximum, then the discounts
-- reads: drafted_line, term
-- one row per agreement whose fee a bound changes; then per discount that takes something off
INSERT INTO drafted_line BY NAME
WITH fees AS (
    SELECT
        t.section, t.agreement_from,
        coalesce(sum(l.amount), 0)::DECIMAL(14, 2) AS fee,
        any_value(for_days(t.minimum, t.days, t.month_days)) AS minimum,
        any_value(for_days(t.maximum, t.days, t.month_days)) AS maximum,
        any_value(CASE WHEN t.days < t.month_days THEN ' (' || t.days || ' of ' || t.month_days || ' days)' ELSE '' END)
            AS part
    FROM term AS t
    LEFT JOIN drafted_line AS l ON t.section = l.section AND l.place < 50
    WHERE t.section IS NOT NULL
    GROUP BY t.section, t.agreement_from
)

SELECT
    section, 50 AS place, agreement_from, 'minimum' AS kind,
    'To the monthly minimum of ' || dollars(minimum) || part AS description,
    (minimum - fee)::DECIMAL(14, 2) AS amount
FROM fees
WHERE fee < minimum
UNION ALL BY NAME
SELECT
    section, 51 AS place, agreement_from, 'maximum' AS kind,
    'To the monthly maximum of ' || dollars(maximum) || part AS description,
    (maximum - fee)::DECIMAL(14, 2) AS amount
FROM fees
WHERE fee > maximum;

INSERT INTO drafted_line BY NAME
WITH fees AS (
    SELECT section, sum(amount)::DECIMAL(14, 2) AS fee FROM drafted_line
    WHERE place < 60
    GROUP BY section
),

listed AS (
    SELECT t.section, t.agreement_from, t.days, t.month_days, f.fee, n.entry, t.discounts[n.entry] AS d
    FROM term AS t
    INNER JOIN fees AS f ON t.section = f.section, unnest(range(1, len(t.discounts) + 1)) AS n (entry)
),

wanted AS (
    SELECT
        *,
        sum(CASE WHEN d.percent IS NULL THEN for_days(d.amount, days, month_days) ELSE percent_of(fee, d.percent) END)
            OVER (PARTITION BY section ORDER BY entry) AS reached
    FROM listed
),

taken AS (
    SELECT
        *, least(reached, fee) - least(lag(reached, 1, 0) OVER (PARTITION BY section ORDER BY entry), fee) AS off
    FROM wanted
)

SELECT
    section, 60 AS place, agreement_from, 'discount' AS kind, entry,
    d.name || coalesce(', ' || percentage(d.percent) || ' of ' || dollars(fee), '') AS description,
    d.percent AS rate,
    -off::DECIMAL(14, 2) AS amount
FROM taken
WHERE off > 0;
