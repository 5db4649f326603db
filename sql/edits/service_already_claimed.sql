-- id: service_already_claimed
-- title: The same service of another encounter is claimed
-- severity: hold
-- source: CMS NCCI Policy Manual for Medicare chapter I.E (2025-01-01), modifiers 59, X{EPSU}, 76, 77, 91; Pub 100-04 chapter 1 section 120
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line whose patient, rendering provider, day and code are on another encounter's live claim or line

SELECT DISTINCT
    l.received_id,
    l.line_number,
    concat('Line ', l.line_number, ': ', l.code, ' of this day is on another encounter of the patient; bill it once') AS message
FROM edit_line AS l
INNER JOIN edit_line AS o
    ON
        l.patient_id = o.patient_id
        AND l.provider = o.provider
        AND l.code = o.code
        AND l.service_from = o.service_from
        AND l.encounter_id <> o.encounter_id
-- of two that wait together, the one that came first goes first
WHERE o.turn < l.turn AND NOT list_has_any(l.modifiers, ['59', '76', '77', '91', 'XE', 'XP', 'XS', 'XU'])
