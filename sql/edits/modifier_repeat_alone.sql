-- id: modifier_repeat_alone
-- title: Repeat modifier without the service that it repeats
-- severity: hold
-- source: CMS NCCI Policy Manual for Medicare chapter I.E (2025-01-01): 76 by the same, 77 by another provider
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line with 76 or 77 and no other line of the patient, code and day by the same (76) or another (77) provider

WITH repeated AS (
    SELECT * FROM edit_line
    WHERE list_has_any(modifiers, ['76', '77'])
),

first AS (
    SELECT l.turn
    FROM repeated AS l
    INNER JOIN edit_line AS o
        ON l.patient_id = o.patient_id AND l.code = o.code AND l.service_from = o.service_from AND l.turn <> o.turn
    WHERE list_contains(l.modifiers, CASE WHEN l.provider = o.provider THEN '76' ELSE '77' END)
)

SELECT
    l.received_id,
    l.line_number,
    concat(
        'Line ', l.line_number, ': ', l.code, ' is marked as repeated, but that day has no other by ',
        CASE WHEN list_contains(l.modifiers, '76') THEN 'this provider (76)' ELSE 'another provider (77)' END
    ) AS message
FROM repeated AS l
ANTI JOIN first AS f ON l.turn = f.turn
