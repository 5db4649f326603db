-- The encounters under evaluation, with the payer that answers first on the day of service.

CREATE OR REPLACE TEMP TABLE edit_encounter AS
-- one row per encounter in state ready, held_coding or held_edit
WITH scope AS (
    SELECT *
    FROM core.encounter
    WHERE state IN ('ready', 'held_coding', 'held_edit')
),

first_payer AS (
    SELECT
        scope.received_id,
        arg_min(coverage.payer_id, (coverage.priority, coverage.coverage_id)) AS payer_id
    FROM scope
    INNER JOIN core.coverage AS coverage
        ON
            scope.batch_id = coverage.batch_id
            AND scope.patient_id = coverage.patient_id
            AND scope.service_from >= coverage.effective_from
            AND (coverage.effective_to IS NULL OR scope.service_from <= coverage.effective_to)
    WHERE scope.financial_class = 'insurance'
    GROUP BY ALL
)

SELECT
    scope.received_id,
    scope.encounter_id,
    scope.batch_id,
    scope.received_on,
    scope.patient_id,
    scope.financial_class,
    scope.service_from,
    scope.service_to,
    scope.place_of_service,
    scope.rendering_npi,
    scope.accident_cause,
    patient.birth_date,
    patient.sex,
    first_payer.payer_id,
    payer.payer_class
FROM scope
LEFT JOIN first_payer ON scope.received_id = first_payer.received_id
LEFT JOIN reference.payer AS payer ON first_payer.payer_id = payer.payer_id
LEFT JOIN core.patient AS patient
    ON scope.batch_id = patient.batch_id AND scope.patient_id = patient.patient_id
ORDER BY scope.received_id;
