-- id: add_on_without_primary
-- title: Add-on code without its primary service
-- severity: hold
-- source: CMS NCCI add-on code edits, Pub 100-04 chapter 12 section 30 (2025-01-01), types 1 and 2; 99292: chapter 12 section 30.6.12
-- since: 2013-04-01
-- day: service
-- needs: set_add_on
-- sets: add_on
-- one row per line with an add-on code and no primary of the patient's day: a listed one (type 1), any service (type 2).
-- The primary is by the same provider, but that of 99292 may be by another of the practice.

WITH listed AS (
    SELECT DISTINCT
        l.turn,
        a.type,
        a.primary_code
    FROM edit_line AS l
    INNER JOIN set_add_on AS a ON l.code = a.add_on AND l.service_from BETWEEN a.valid_from AND a.valid_to
    WHERE a.type IN ('1', '2')
),

add_on AS (
    SELECT DISTINCT add_on AS code FROM set_add_on
),

primaries AS (
    SELECT DISTINCT l.turn
    FROM edit_line AS l
    INNER JOIN listed AS n ON l.turn = n.turn
    INNER JOIN edit_line AS p
        ON
            l.patient_id = p.patient_id
            AND l.service_from = p.service_from
            AND (l.provider = p.provider OR l.code = '99292')
    LEFT JOIN add_on AS o ON p.code = o.code
    WHERE n.primary_code = p.code OR (n.type = '2' AND o.code IS NULL)
)

SELECT
    l.received_id,
    l.line_number,
    concat('Line ', l.line_number, ': ', l.code, ' is an add-on code; its primary service is not there on that day') AS message
FROM edit_line AS l
SEMI JOIN listed AS n ON l.turn = n.turn
ANTI JOIN primaries AS p ON l.turn = p.turn
