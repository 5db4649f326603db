-- id: cpt_not_valid
-- title: CPT code not valid on the service day
-- severity: hold
-- source: 45 CFR 162.1002 (HIPAA code sets, as of 2015-10-01); the CPT file that the client licenses and has loaded
-- since: 2003-10-16
-- day: service
-- sets: cpt
-- one row per line whose CPT code the loaded list of the day does not have

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': ', code, ' is no CPT code on ', service_from) AS message
FROM edit_service
WHERE NOT is_cpt_listed
