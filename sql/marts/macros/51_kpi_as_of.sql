-- id: kpi_as_of
-- title: The measures of one month up to a day, as they were then known
-- one row per measure, variant and basis: SELECT * FROM marts.kpi_as_of(DATE '2026-11-12')
CREATE OR REPLACE MACRO marts.kpi_as_of(as_of_day) AS TABLE
    SELECT * FROM marts.kpi_of(as_of_day, as_of_day);
