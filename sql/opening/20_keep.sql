-- id: opening_keep
-- title: Claims that were open in the system before, with their lines and open amounts
-- reads: judged_opening
-- one row per claim, claim line and opening balance
INSERT INTO core.claim BY NAME
SELECT
    claim_id,
    'opening/' || former_number || coalesce('/' || any_value(payer_id), '') AS received_id,
    former_number AS encounter_id,
    arg_min(patient_id, line_number) AS patient_id,
    CASE WHEN any_value(of_patient) THEN 'patient' ELSE 'insurer' END AS party,
    any_value(payer_id) AS payer_id,
    CASE WHEN any_value(of_patient) THEN 0 ELSE min(payer_priority) END AS payer_priority,
    arg_min(npi, line_number) AS billing_npi,
    arg_min(tax_id, line_number) AS billing_tax_id,
    arg_min(place_of_service, line_number) AS place_of_service,
    min(service_on) AS service_from,
    max(service_on) AS service_to,
    sum(charge) AS charge,
    0 AS patient_paid,
    getvariable('business_day') AS created_on,
    TRUE AS live,
    'opening' AS origin
FROM judged_opening
WHERE NOT faulty
GROUP BY claim_id, former_number
ORDER BY claim_id;

INSERT INTO core.claim_line BY NAME
SELECT
    claim_id || 'L' || printf('%02d', line_number) AS line_id, claim_id, line_number, line_number AS source_line_number,
    code_system, code,
    nullif(modifiers[1], '') AS modifier1, modifiers[2] AS modifier2, modifiers[3] AS modifier3, modifiers[4] AS modifier4,
    units, 'UN' AS unit_basis, charge, service_on AS service_from, service_on AS service_to, '' AS diagnosis_pointers
FROM judged_opening
WHERE NOT faulty
ORDER BY claim_id, line_number;

INSERT INTO core.opening_balance BY NAME
SELECT
    claim_id || 'L' || printf('%02d', line_number) AS line_id, claim_id, former_number, payer_claim_number, next_payer_id,
    last_name AS patient_last_name, first_name AS patient_first_name, member_id, open_amount, source_file, source_line,
    getvariable('business_day') AS received_on
FROM judged_opening
WHERE NOT faulty
ORDER BY line_id;
