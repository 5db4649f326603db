-- What the lines under evaluation are compared with, and the codes that code sets are asked for.
-- Lines that wait and lines of live claims of the same patients, from 90 days before: the longest global period.

CREATE OR REPLACE TEMP TABLE edit_history AS
-- one row per line of a live claim of a patient under evaluation; of several payers' claims of an encounter, the first
WITH patients AS (
    SELECT
        patient_id,
        min(service_from) - INTERVAL 90 DAY AS first_day,
        max(service_to) AS last_day
    FROM edit_encounter
    GROUP BY patient_id
),

claims AS (
    SELECT
        c.received_id,
        arg_min(c.claim_id, (c.payer_priority, c.claim_id)) AS claim_id
    FROM core.claim AS c
    INNER JOIN patients AS p ON c.patient_id = p.patient_id
    WHERE c.live AND c.service_to >= p.first_day AND c.service_from <= p.last_day
    GROUP BY c.received_id
)

SELECT
    c.received_id,
    l.line_number,
    c.encounter_id,
    c.patient_id,
    c.rendering_npi,
    c.place_of_service,
    l.service_from,
    l.code_system,
    l.code,
    list_filter([l.modifier1, l.modifier2, l.modifier3, l.modifier4], LAMBDA m: m IS NOT NULL) AS modifiers,
    l.units,
    l.unit_basis
FROM claims
INNER JOIN core.claim AS c ON claims.claim_id = c.claim_id
INNER JOIN core.claim_line AS l ON c.claim_id = l.claim_id
-- what waits under a new version of an encounter is not compared with what that encounter was billed as
ANTI JOIN edit_encounter AS e ON c.encounter_id = e.encounter_id AND c.patient_id = e.patient_id
ORDER BY c.received_id, l.line_number;

CREATE OR REPLACE TEMP TABLE edit_procedure AS
-- one row per procedure code
SELECT code FROM coding_service
WHERE code IS NOT NULL
UNION
SELECT code FROM edit_history
ORDER BY code;

CREATE OR REPLACE TEMP TABLE edit_diagnosis_code AS
-- one row per diagnosis code under evaluation
SELECT DISTINCT coded_code AS code FROM coding_diagnosis
WHERE coded_code IS NOT NULL
ORDER BY code;
