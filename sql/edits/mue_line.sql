-- id: mue_line
-- title: More units on a line than are medically likely
-- severity: hold
-- source: CMS NCCI Policy Manual for Medicare chapter I.V (2025-01-01); MUE table of the service day, adjudication indicator 1
-- since: 2007-01-01
-- day: service
-- needs: set_mue
-- sets: ncci_mue, ncci_mue_medicaid
-- one row per line with more units than the table allows for one line

SELECT
    l.received_id,
    l.line_number,
    concat('Line ', l.line_number, ': ', printf('%g', cast(l.units AS DOUBLE)), ' units of ', l.code, '; a line takes ', m.units)
        AS message
FROM edit_line AS l
INNER JOIN set_mue AS m
    ON l.code = m.code AND l.program = m.program AND l.service_from BETWEEN m.valid_from AND m.valid_to
WHERE m.mai = '1' AND l.unit_basis = 'UN' AND l.units > m.units
