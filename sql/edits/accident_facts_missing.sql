-- id: accident_facts_missing
-- title: External cause of an accident without accident facts
-- severity: warn
-- source: ASC X12N 005010X222A1, CLM11 and DTP*439 of loop 2300 (2010)
-- since: 2015-10-01
-- day: service
-- sets: none
-- one row per encounter with an accident among its diagnoses (V00-X58) and no accident cause

SELECT
    d.received_id,
    NULL AS line_number,
    concat('Diagnosis ', min(d.sequence), ' is an accident, but accident cause and day are missing; payers ask for them')
        AS message
FROM edit_diagnosis AS d
INNER JOIN edit_encounter AS e ON d.received_id = e.received_id
WHERE d.code BETWEEN 'V00' AND 'X58ZZZZ' AND e.accident_cause IS NULL
GROUP BY ALL
