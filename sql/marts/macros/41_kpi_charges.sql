-- id: kpi_charges
-- title: Charges of each month and of the windows that end with it
-- one row per month: SELECT * FROM marts.kpi_charges(DATE '2026-01-01', DATE '2026-11-12')
--
-- Charges are averaged over the 90 days, or six months, up to the end of the month; over fewer where the books began later.
CREATE OR REPLACE MACRO marts.kpi_charges(first_month, as_of_day) AS TABLE
    WITH charged AS (
        SELECT posted_on, -sum(amount) AS amount FROM ledger.posting
        WHERE account = 'charges' AND posted_on <= as_of_day
        GROUP BY posted_on
    ),

    -- Every day, so that a day without a charge counts as one.
    days AS (
        SELECT d.day::date AS day, isodow(d.day) < 6 AS weekday, coalesce(c.amount, 0) AS amount
        FROM
            generate_series(
                (date_trunc('month', first_month) - INTERVAL 6 MONTH), as_of_day::timestamp, INTERVAL 1 DAY
            ) AS d (day)
        LEFT JOIN charged AS c ON d.day::date = c.posted_on
        WHERE d.day::date >= (SELECT min(f.posted_on) FROM charged AS f)
    )

    SELECT
        m.period,
        sum(d.amount) FILTER (WHERE d.day >= m.period) AS charges,
        sum(d.amount) FILTER (WHERE d.day > m.as_of - 90) AS charges_90,
        count(d.day) FILTER (WHERE d.day > m.as_of - 90) AS days_90,
        sum(d.amount) AS charges_6_months,
        count(d.day) FILTER (WHERE d.weekday) AS weekdays_6_months
    FROM marts.kpi_months(first_month, as_of_day) AS m
    INNER JOIN days AS d ON m.as_of >= d.day AND d.day > m.as_of - INTERVAL 6 MONTH
    GROUP BY m.period;
