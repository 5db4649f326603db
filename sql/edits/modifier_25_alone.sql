-- id: modifier_25_alone
-- title: Modifier 25 without another service of the day
-- severity: warn
-- source: CMS Pub 100-04 chapter 12 section 30.6.6.B (2013-01-01): a visit beside a procedure of the same day and provider
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line with modifier 25 and no other service of the patient, provider and day

SELECT
    l.received_id,
    l.line_number,
    concat('Line ', l.line_number, ': 25 says that another service was done that day; none is there') AS message
FROM edit_line AS l
ANTI JOIN edit_line AS o
    ON
        l.patient_id = o.patient_id
        AND l.provider = o.provider
        AND l.service_from = o.service_from
        AND l.turn <> o.turn
WHERE list_contains(l.modifiers, '25')
