-- id: drug_quantity_missing
-- title: Drug without its quantity or unit
-- severity: hold
-- source: ASC X12N 005010X222A1, CTP04 and CTP05-1 of loop 2410 (2010): required with an NDC
-- since: 2012-01-01
-- day: service
-- sets: none
-- one row per line with a national drug code and no quantity above 0, or no unit of it

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': the NDC needs its quantity and unit (UN, ML, GR, F2 or ME)') AS message
FROM edit_service
WHERE ndc IS NOT NULL AND (coalesce(ndc_units, 0) <= 0 OR coalesce(ndc_unit_basis, '') NOT IN ('UN', 'ML', 'GR', 'F2', 'ME'))
