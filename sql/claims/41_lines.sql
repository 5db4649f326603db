-- id: claim_lines
-- title: The lines of the claims made tonight
-- reads: claim_decision, claim_service

-- one row per line of a claim
INSERT INTO core.claim_line BY NAME
SELECT
    d.claim_id || 'L' || lpad(cast(s.line_number AS VARCHAR), 2, '0') AS line_id,
    d.claim_id,
    s.line_number,
    s.source_line_number,
    s.code_system,
    s.code,
    s.modifier1,
    s.modifier2,
    s.modifier3,
    s.modifier4,
    s.units,
    s.unit_basis,
    s.charge,
    s.service_from,
    s.service_to,
    array_to_string(string_split(coalesce(s.pointers, ''), ':')[1:4], ':') AS diagnosis_pointers,
    s.ndc,
    s.ndc_units,
    s.ndc_unit_basis
FROM claim_decision AS d
INNER JOIN claim_service AS s ON d.received_id = s.received_id
WHERE d.hold IS NULL
ORDER BY line_id;
