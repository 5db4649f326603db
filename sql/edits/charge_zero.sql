-- id: charge_zero
-- title: Charge of zero
-- severity: hold
-- source: ASC X12N 005010X222A1, SV102 of loop 2400 (2010); Pub 100-04 chapter 26 section 10.4
-- since: 2012-01-01
-- day: service
-- one row per line charged at nothing, performance measurement codes (CPT category II) excepted

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': the charge of ', code, ' is zero; correct the charge or the fee') AS message
FROM edit_service
WHERE charge = 0 AND NOT (code_system = 'CPT' AND code LIKE '%F')
