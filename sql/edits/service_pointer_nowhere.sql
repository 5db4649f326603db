-- id: service_pointer_nowhere
-- title: Diagnosis pointer to nowhere
-- severity: hold
-- source: ASC X12N 005010X222A1, SV107 of loop 2400 (2010)
-- since: 2012-01-01
-- day: service
-- sets: none
-- one row per line with a pointer to a diagnosis that the encounter does not have

WITH pointed AS (
    SELECT
        received_id,
        line_number,
        unnest(pointers) AS pointer
    FROM edit_service
    WHERE pointers <> ['']
)

SELECT DISTINCT
    p.received_id,
    p.line_number,
    concat('Line ', p.line_number, ': a diagnosis pointer names no diagnosis of the encounter; correct it') AS message
FROM pointed AS p
LEFT JOIN edit_diagnosis AS d ON p.received_id = d.received_id AND try_cast(p.pointer AS INTEGER) = d.sequence
WHERE d.sequence IS NULL
