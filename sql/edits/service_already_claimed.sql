-- id: service_already_claimed
-- title: The same service of another encounter is claimed
-- severity: hold
-- source: CMS NCCI Policy Manual for Medicare chapter I.E (2025-01-01), modifiers 59, X{EPSU}, 76, 77, 91; Pub 100-04 chapter 1 section 120
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line whose patient, rendering provider, day and code are on another encounter's live claim or line

WITH elsewhere AS (
    SELECT
        c.encounter_id,
        c.patient_id,
        c.rendering_npi,
        l.code,
        l.service_from,
        NULL AS came
    FROM core.claim AS c
    INNER JOIN core.claim_line AS l ON c.claim_id = l.claim_id
    WHERE c.live
    UNION ALL
    SELECT
        e.encounter_id,
        e.patient_id,
        e.rendering_npi,
        s.code,
        s.service_from,
        (e.received_on, e.received_id) AS came
    FROM edit_service AS s
    INNER JOIN edit_encounter AS e ON s.received_id = e.received_id
)

SELECT DISTINCT
    s.received_id,
    s.line_number,
    concat('Line ', s.line_number, ': ', s.code, ' of this day is on another encounter of the patient; bill it once') AS message
FROM edit_service AS s
INNER JOIN edit_encounter AS e ON s.received_id = e.received_id
INNER JOIN elsewhere AS o
    ON
        e.patient_id = o.patient_id
        AND e.rendering_npi = o.rendering_npi
        AND s.code = o.code
        AND s.service_from = o.service_from
        AND e.encounter_id <> o.encounter_id
        -- of two that wait together, the one that came first goes first
        AND (o.came IS NULL OR o.came < (e.received_on, e.received_id))
WHERE NOT list_has_any(s.modifiers, ['59', '76', '77', '91', 'XE', 'XP', 'XS', 'XU'])
