-- id: hcpcs_not_valid
-- title: HCPCS code not valid on the service day
-- severity: hold
-- source: CMS HCPCS Level II quarterly update; 45 CFR 162.1002 (HIPAA code sets, as of 2015-10-01)
-- since: 2003-10-16
-- day: service
-- sets: hcpcs
-- one row per line whose HCPCS code had ended, had not begun, or was never listed

SELECT
    received_id,
    line_number,
    CASE
        WHEN NOT is_listed THEN concat('Line ', line_number, ': ', code, ' is no HCPCS code on ', service_from)
        WHEN service_from > code_to THEN concat('Line ', line_number, ': HCPCS code ', code, ' ended with ', code_to)
        ELSE concat('Line ', line_number, ': HCPCS code ', code, ' begins only with ', code_from)
    END AS message
FROM edit_service
WHERE
    code_system = 'HCPCS'
    AND ((version IS NOT NULL AND NOT is_listed) OR NOT service_from BETWEEN code_from AND code_to)
