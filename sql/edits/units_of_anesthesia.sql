-- id: units_of_anesthesia
-- title: Anesthesia not in minutes, or minutes of something else
-- severity: hold
-- source: ASC X12N 005010X222A1, SV103 of loop 2400 (2010); Pub 100-04 chapter 12 section 50.G (2019-01-01)
-- since: 2012-01-01
-- day: service
-- sets: none
-- one row per line whose basis (UN units, MJ minutes) does not fit its code; CPT 00100 to 01999 but 01996 are in minutes

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', code,
        CASE unit_basis WHEN 'MJ' THEN ' is not anesthesia; bill units' ELSE ' is anesthesia; bill its minutes' END
    ) AS message
FROM edit_service
WHERE (unit_basis = 'MJ') <> (code BETWEEN '00100' AND '01999' AND code <> '01996')
