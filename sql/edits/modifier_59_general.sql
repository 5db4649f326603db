-- id: modifier_59_general
-- title: Modifier 59 where a more exact one exists
-- severity: warn
-- source: CMS CR 8863 (2015-01-01): XE, XP, XS, XU say more than 59 to Medicare
-- since: 2015-01-01
-- day: service
-- sets: none
-- one row per line for Medicare with modifier 59

SELECT
    s.received_id,
    s.line_number,
    concat('Line ', s.line_number, ': XE, XP, XS or XU says more than 59; use it where one fits') AS message
FROM edit_service AS s
INNER JOIN edit_encounter AS e ON s.received_id = e.received_id
WHERE e.payer_class = 'medicare' AND list_contains(s.modifiers, '59')
