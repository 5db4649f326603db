-- id: mue_day
-- title: More units in a day than are medically likely
-- severity: hold
-- source: CMS NCCI Policy Manual for Medicare chapter I.V (2025-01-01); MUE table of the service day, adjudication indicator 3
-- since: 2013-04-01
-- day: service
-- needs: set_mue
-- sets: ncci_mue, ncci_mue_medicaid
-- one row per line by which the units of a patient, provider, code and day, on whatever claim, come to more than the table has

WITH added AS (
    SELECT
        received_id,
        line_number,
        code,
        program,
        service_from,
        sum(units) OVER (PARTITION BY patient_id, provider, code, service_from ORDER BY turn) AS units
    FROM edit_line
    WHERE unit_basis = 'UN'
)

SELECT
    a.received_id,
    a.line_number,
    concat(
        'Line ', a.line_number, ': with it ', printf('%g', cast(a.units AS DOUBLE)), ' units of ', a.code, ' that day; ',
        'a day takes ', m.units, ' unless the record supports more'
    ) AS message
FROM added AS a
INNER JOIN set_mue AS m
    ON a.code = m.code AND a.program = m.program AND a.service_from BETWEEN m.valid_from AND m.valid_to
WHERE m.mai = '3' AND a.units > m.units
