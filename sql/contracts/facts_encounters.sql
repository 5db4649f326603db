-- title: Facts about each encounter sent
-- reads: sent_encounters, sent_patients, sent_coverages, sent_diagnoses, sent_services, this_batch (temporary)
-- one row per row of the encounters file

WITH patients AS (
    SELECT patient_id, count(*) AS patient_rows, min(try_cast(birth_date AS DATE)) AS birth_day
    FROM sent_patients
    GROUP BY patient_id
),

coverages AS (
    SELECT patient_id, count(*) AS coverage_rows
    FROM sent_coverages
    GROUP BY patient_id
),

diagnoses AS (
    SELECT encounter_id, count(*) AS diagnosis_rows
    FROM sent_diagnoses
    GROUP BY encounter_id
),

services AS (
    SELECT encounter_id, count(*) AS service_rows
    FROM sent_services
    GROUP BY encounter_id
),

dated AS (
    SELECT
        *,
        try_cast(service_from AS DATE) AS from_day,
        try_cast(service_to AS DATE) AS to_day
    FROM sent_encounters
)

SELECT
    dated.* EXCLUDE (from_day, to_day),
    CASE WHEN dated.patient_id IS NOT NULL THEN coalesce(patients.patient_rows, 0) END AS patient_rows,
    CASE
        WHEN dated.financial_class = 'insurance' AND dated.patient_id IS NOT NULL
            THEN coalesce(coverages.coverage_rows, 0)
    END AS coverage_rows,
    CASE WHEN dated.encounter_id IS NOT NULL THEN coalesce(diagnoses.diagnosis_rows, 0) END AS diagnosis_rows,
    CASE WHEN dated.encounter_id IS NOT NULL THEN coalesce(services.service_rows, 0) END AS service_rows,
    date_diff('day', dated.from_day, dated.to_day) AS days_of_visit,
    date_diff('day', dated.to_day, this_batch.business_day) AS days_until_delivery,
    date_diff('day', patients.birth_day, dated.from_day) AS days_of_life,
    date_diff('day', try_cast(dated.accident_date AS DATE), dated.to_day) AS days_since_accident,
    date_diff('day', try_cast(dated.onset_date AS DATE), dated.to_day) AS days_since_onset,
    cast(try_cast(dated.patient_paid AS DECIMAL(14, 2)) * 100 AS BIGINT) AS patient_paid_cents,
    npi_luhn(dated.rendering_npi) AS rendering_npi_luhn,
    npi_luhn(dated.referring_npi) AS referring_npi_luhn,
    npi_luhn(dated.supervising_npi) AS supervising_npi_luhn,
    npi_luhn(dated.facility_npi) AS facility_npi_luhn
FROM dated
CROSS JOIN this_batch
LEFT JOIN patients ON dated.patient_id = patients.patient_id
LEFT JOIN coverages ON dated.patient_id = coverages.patient_id
LEFT JOIN diagnoses ON dated.encounter_id = diagnoses.encounter_id
LEFT JOIN services ON dated.encounter_id = services.encounter_id
