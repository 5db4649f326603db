-- id: charge_zero
-- title: Charge of zero
-- severity: hold
-- source: ASC X12N 005010X222A1, SV102 of loop 2400 (2010); Pub 100-04 chapter 26 section 10.4
-- since: 2012-01-01
-- day: service
-- sets: none
-- one row per line charged, or sent, at nothing; performance measurement codes (CPT category II) excepted

SELECT
    received_id,
    line_number,
    CASE
        WHEN charge = 0 THEN concat('Line ', line_number, ': the charge of ', code, ' is zero; correct the charge or the fee')
        ELSE concat('Line ', line_number, ': sent with a charge of zero; say whether ', code, ' is to be billed')
    END AS message
FROM edit_service
WHERE (charge = 0 OR sent_charge = 0) AND code NOT LIKE '%F'
