-- id: global_modifier_without_surgery
-- title: Modifier of a global period without a procedure before it
-- severity: warn
-- source: CMS Pub 100-04 chapter 12 section 40.2.A (2013-01-01): 24, 58, 78, 79 refer to an earlier procedure
-- since: 2003-10-16
-- day: service
-- needs: set_mpfs
-- sets: mpfs
-- one row per line with 24, 58, 78 or 79 for which claim history has no global period of the patient and provider

SELECT
    l.received_id,
    l.line_number,
    concat(
        'Line ', l.line_number, ': a modifier speaks of an earlier procedure (24, 58, 78, 79); claims of the last 90 days ',
        'have none by this provider'
    ) AS message
FROM edit_line AS l
ANTI JOIN edit_surgery AS s ON l.received_id = s.received_id AND l.line_number = s.line_number AND s.days_after >= 0
WHERE list_has_any(l.modifiers, ['24', '58', '78', '79'])
