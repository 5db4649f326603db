-- id: modifier_repeated
-- title: The same modifier twice on a line
-- severity: hold
-- source: ASC X12N 005010X222A1, SV101-3 to SV101-6 of loop 2400 (2010)
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line that says a modifier more than once

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': a modifier stands there twice; say it once') AS message
FROM edit_service
WHERE len(list_distinct(modifiers)) < len(modifiers)
