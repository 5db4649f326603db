-- title: Facts about each service line sent
-- reads: sent_services, sent_encounters, sent_diagnoses (temporary)
-- one row per row of the services file

WITH encounters AS (
    SELECT
        encounter_id,
        count(*) AS encounter_rows,
        min(try_cast(service_from AS DATE)) AS visit_from,
        max(try_cast(service_to AS DATE)) AS visit_to
    FROM sent_encounters
    GROUP BY encounter_id
),

diagnoses AS (
    SELECT encounter_id, list(sequence) AS sequences
    FROM sent_diagnoses
    GROUP BY encounter_id
),

pointing AS (
    SELECT
        *,
        try_cast(service_from AS DATE) AS from_day,
        try_cast(service_to AS DATE) AS to_day,
        CASE
            WHEN regexp_full_match(diagnosis_pointers, '[0-9]+(:[0-9]+)*') THEN string_split(diagnosis_pointers, ':')
        END AS pointers
    FROM sent_services
)

SELECT
    pointing.* EXCLUDE (from_day, to_day, pointers),
    CASE WHEN pointing.encounter_id IS NOT NULL THEN coalesce(encounters.encounter_rows, 0) END AS encounter_rows,
    date_diff('day', pointing.from_day, pointing.to_day) AS days_of_service,
    date_diff('day', encounters.visit_from, pointing.from_day) AS days_after_visit_start,
    date_diff('day', pointing.to_day, encounters.visit_to) AS days_before_visit_end,
    cast(try_cast(pointing.charge AS DECIMAL(14, 2)) * 100 AS BIGINT) AS charge_cents,
    cast(try_cast(pointing.units AS DECIMAL(12, 3)) * 1000 AS BIGINT) AS units_thousandths,
    cast(try_cast(pointing.ndc_units AS DECIMAL(12, 3)) * 1000 AS BIGINT) AS ndc_units_thousandths,
    len(list_distinct(pointing.pointers))
    - len(list_intersect(pointing.pointers, coalesce(diagnoses.sequences, []))) AS unknown_pointers,
    len(pointing.pointers) - len(list_distinct(pointing.pointers)) AS repeated_pointers
FROM pointing
LEFT JOIN encounters ON pointing.encounter_id = encounters.encounter_id
LEFT JOIN diagnoses ON pointing.encounter_id = diagnoses.encounter_id
