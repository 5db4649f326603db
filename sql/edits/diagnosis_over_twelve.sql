-- id: diagnosis_over_twelve
-- title: More than twelve diagnoses
-- severity: hold
-- source: ASC X12N 005010X222A1, segment HI of loop 2300 (2010)
-- since: 2012-01-01
-- day: service
-- sets: none
-- one row per encounter with more diagnoses than a claim holds

SELECT
    received_id,
    NULL AS line_number,
    concat('The encounter has ', max(position), ' diagnoses; a claim holds twelve: choose them') AS message
FROM edit_diagnosis
GROUP BY received_id
HAVING max(position) > 12
