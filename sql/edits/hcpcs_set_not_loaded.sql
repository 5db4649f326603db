-- id: hcpcs_set_not_loaded
-- title: No HCPCS release is loaded for the service day, and nothing else vouches for the code
-- severity: hold
-- source: CMS HCPCS Level II quarterly update; 45 CFR 162.1002 (HIPAA code sets, as of 2015-10-01)
-- since: 2003-10-16
-- day: service
-- sets: hcpcs
-- one row per line on a day outside the loaded release whose code is not in it, or not in fees.csv on that day

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': no HCPCS release for ', service_from, ' is loaded: ', code, ' cannot be checked; ',
        'load the release'
    ) AS message
FROM edit_service
WHERE code_system = 'HCPCS' AND version IS NULL AND (NOT is_listed OR unit_fee IS NULL)
