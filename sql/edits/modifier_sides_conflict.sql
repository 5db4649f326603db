-- id: modifier_sides_conflict
-- title: Modifier for both sides together with one side
-- severity: hold
-- source: CMS Pub 100-04 chapter 12 section 40.7 (2013-01-01)
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line with modifier 50 and LT or RT, or with LT and RT

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': 50 means both sides, LT and RT one side each; use one of them') AS message
FROM edit_service
WHERE (list_contains(modifiers, '50') AND list_has_any(modifiers, ['LT', 'RT'])) OR list_has_all(modifiers, ['LT', 'RT'])
