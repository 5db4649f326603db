-- title: The encounters of a batch, with their ids, charges and the hash of all they need
-- reads: this_batch, sent_encounters, sent_services, content_* (temporary)
-- one row per row of the encounters file

CREATE OR REPLACE TEMP TABLE arriving AS
WITH patients AS (
    SELECT patient_id, string_agg(content, chr(30) ORDER BY content) AS content
    FROM content_patients
    GROUP BY patient_id
),

coverages AS (
    SELECT patient_id, string_agg(content, chr(30) ORDER BY content) AS content
    FROM content_coverages
    GROUP BY patient_id
),

diagnoses AS (
    SELECT encounter_id, string_agg(content, chr(30) ORDER BY content) AS content
    FROM content_diagnoses
    GROUP BY encounter_id
),

services AS (
    SELECT encounter_id, string_agg(content, chr(30) ORDER BY content) AS content
    FROM content_services
    GROUP BY encounter_id
),

charges AS (
    SELECT encounter_id, try_cast(sum(try_cast(charge AS DECIMAL(14, 2))) AS DECIMAL(14, 2)) AS charge
    FROM sent_services
    GROUP BY encounter_id
),

placed AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY encounter_id ORDER BY source_line) AS place
    FROM sent_encounters
)

SELECT
    placed.* EXCLUDE (place),
    this_batch.batch_id,
    -- An id with other characters, or one that looks like ours for a row without an id, could not be told apart.
    this_batch.batch_id || '/' || CASE
        WHEN
            regexp_matches(placed.encounter_id, '[^A-Za-z0-9._-]')
            OR regexp_full_match(placed.encounter_id, 'line-[0-9]+')
            OR placed.encounter_id IS NULL
            THEN 'line-' || placed.source_line
        WHEN placed.place > 1 THEN placed.encounter_id || '#' || placed.place
        ELSE placed.encounter_id
    END AS received_id,
    hmac_hex(concat_ws(
        chr(29),
        content_encounters.content,
        coalesce(patients.content, ''),
        CASE WHEN placed.financial_class = 'self_pay' THEN '' ELSE coalesce(coverages.content, '') END,
        coalesce(diagnoses.content, ''),
        coalesce(services.content, '')
    )) AS content_hash,
    charges.charge AS charge_received
FROM placed
CROSS JOIN this_batch
INNER JOIN content_encounters ON placed.source_line = content_encounters.source_line
LEFT JOIN patients ON placed.patient_id = patients.patient_id
LEFT JOIN coverages ON placed.patient_id = coverages.patient_id
LEFT JOIN diagnoses ON placed.encounter_id = diagnoses.encounter_id
LEFT JOIN services ON placed.encounter_id = services.encounter_id
LEFT JOIN charges ON placed.encounter_id = charges.encounter_id
