-- id: units_not_valid
-- title: Units that cannot be billed
-- severity: hold
-- source: ASC X12N 005010X222A1, SV104 of loop 2400 (2010); Pub 100-04 chapter 26 section 10.4, item 24G
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line with no units, or with parts of a unit

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': units must be a whole number above 0; correct or round them as the code demands') AS message
FROM edit_service
WHERE code IS NOT NULL AND (units <= 0 OR units <> floor(units))
