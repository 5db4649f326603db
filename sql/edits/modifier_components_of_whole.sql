-- id: modifier_components_of_whole
-- title: A component beside the whole service
-- severity: hold
-- source: CMS Pub 100-04 chapter 13 section 20.1 and 20.2 (2014-01-01)
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line with 26 or TC of a code that the same patient, provider and day have whole as well

SELECT DISTINCT
    part.received_id,
    part.line_number,
    concat('Line ', part.line_number, ': ', part.code, ' is there whole on that day; its components are in it') AS message
FROM edit_line AS part
INNER JOIN edit_line AS whole
    ON
        part.patient_id = whole.patient_id
        AND part.provider = whole.provider
        AND part.code = whole.code
        AND part.service_from = whole.service_from
WHERE
    list_has_any(part.modifiers, ['26', 'TC'])
    AND NOT list_has_any(whole.modifiers, ['26', 'TC'])
    AND NOT list_has_any(part.modifiers || whole.modifiers, ['59', '76', '77', 'XE', 'XP', 'XS', 'XU'])
