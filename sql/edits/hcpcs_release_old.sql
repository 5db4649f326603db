-- id: hcpcs_release_old
-- title: HCPCS code checked against an older release only
-- severity: warn
-- source: CMS HCPCS Level II quarterly update; 45 CFR 162.1002 (HIPAA code sets, as of 2015-10-01)
-- since: 2003-10-16
-- day: service
-- sets: hcpcs
-- one row per line on a day after the loaded release whose code is open-ended in it and has a fee on the day

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', code, ' is in the last loaded HCPCS release and in fees.csv, but no release for ',
        service_from, ' is loaded'
    ) AS message
FROM edit_service
WHERE
    version IS NULL
    AND unit_fee IS NOT NULL
    AND service_from BETWEEN code_from AND code_to
