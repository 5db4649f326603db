-- id: encounter_repeated
-- title: The same encounter under another id
-- severity: hold
-- source: CMS Pub 100-04 chapter 1 section 120 (2013-01-01), duplicate claims: same patient, provider, day, codes, modifiers, units
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per encounter whose lines are, one by one, those of another that is claimed or came first

WITH encounter AS (
    SELECT
        received_id,
        patient_id,
        provider,
        min(turn) AS turn,
        list((service_from, code, list_sort(modifiers), units) ORDER BY service_from, code, list_sort(modifiers), units) AS lines
    FROM edit_line
    GROUP BY received_id, patient_id, provider
)

SELECT DISTINCT
    e.received_id,
    NULL AS line_number,
    'Another encounter of the patient has the same services on the same days; bill it once' AS message
FROM encounter AS e
INNER JOIN encounter AS o
    ON e.patient_id = o.patient_id AND e.provider = o.provider AND e.lines = o.lines
WHERE o.turn < e.turn
