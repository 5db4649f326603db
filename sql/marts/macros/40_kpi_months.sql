-- id: kpi_months
-- title: Calendar months up to a day, each with the day as of which it is measured
-- one row per month: SELECT * FROM marts.kpi_months(DATE '2026-01-01', DATE '2026-11-12')
--
-- A month that is over is measured as of its last day, the last one as of as_of_day.
CREATE OR REPLACE MACRO marts.kpi_months(first_month, as_of_day) AS TABLE
    SELECT
        month_day::date AS period,
        least(last_day(month_day::date), as_of_day) AS as_of
    FROM generate_series(date_trunc('month', first_month), as_of_day::timestamp, INTERVAL 1 MONTH) AS m (month_day);
