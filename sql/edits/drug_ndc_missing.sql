-- id: drug_ndc_missing
-- title: Drug billed to Medicaid without its NDC
-- severity: hold
-- source: 42 CFR 447.520 (2007-01-01, as amended 2024-11-19)
-- since: 2007-01-01
-- day: service
-- sets: none
-- one row per line with a HCPCS drug code (J codes) for Medicaid and no national drug code with quantity

SELECT
    s.received_id,
    s.line_number,
    concat('Line ', s.line_number, ': Medicaid needs the NDC, quantity and unit of ', s.code) AS message
FROM edit_service AS s
INNER JOIN edit_encounter AS e ON s.received_id = e.received_id
WHERE
    s.code LIKE 'J%'
    AND e.payer_class = 'medicaid'
    AND (s.ndc IS NULL OR s.ndc_units IS NULL OR s.ndc_unit_basis IS NULL)
