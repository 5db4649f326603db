-- id: modifier_components_conflict
-- title: Professional and technical component on one line
-- severity: hold
-- source: CMS Pub 100-04 chapter 13 section 20.1 and 20.2 (2014-01-01)
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line with modifiers 26 and TC together

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': 26 and TC together are the whole service; bill it without them') AS message
FROM edit_service
WHERE list_has_all(modifiers, ['26', 'TC'])
