-- id: timed_units_over_minutes
-- title: More units than the minutes support
-- severity: warn
-- source: CMS Pub 100-04 chapter 5 section 20.2.C (8-minute rule); codes in data_contracts/rules/timed_services.yaml
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per first timed line of an encounter and day whose timed units exceed what its minutes support

WITH timed AS (
    SELECT
        s.received_id,
        s.service_from,
        min(s.line_number) AS line_number,
        sum(s.units) AS units,
        sum(s.minutes) AS minutes,
        (sum(s.minutes) + 7) // 15 AS supported
    FROM edit_service AS s
    INNER JOIN rule_timed_services AS r
        ON
            s.code = r.code
            AND s.service_from BETWEEN r.valid_from AND r.valid_to
    GROUP BY ALL
    -- a line without minutes leaves the day undecided
    HAVING bool_and(s.minutes IS NOT NULL)
)

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', minutes, ' minutes of timed services support ', supported, ' units of 15, not ',
        printf('%g', cast(units AS DOUBLE))
    ) AS message
FROM timed
WHERE units > supported
