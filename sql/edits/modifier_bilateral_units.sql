-- id: modifier_bilateral_units
-- title: Modifier 50 with more than one unit
-- severity: hold
-- source: CMS Pub 100-04 chapter 12 section 40.7.B (2013-01-01): one line, modifier 50, one unit
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line with 50 and not one unit

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': 50 means both sides in one unit; bill one unit') AS message
FROM edit_service
WHERE list_contains(modifiers, '50') AND units <> 1
