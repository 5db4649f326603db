-- title: Facts about each diagnosis sent
-- reads: sent_diagnoses, sent_encounters (temporary)
-- one row per row of the diagnoses file

WITH encounters AS (
    SELECT encounter_id, count(*) AS encounter_rows
    FROM sent_encounters
    GROUP BY encounter_id
)

SELECT
    sent_diagnoses.*,
    CASE WHEN sent_diagnoses.encounter_id IS NOT NULL THEN coalesce(encounters.encounter_rows, 0) END AS encounter_rows
FROM sent_diagnoses
LEFT JOIN encounters ON sent_diagnoses.encounter_id = encounters.encounter_id
