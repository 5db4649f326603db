-- id: unlisted_code_without_description
-- title: Unlisted HCPCS code without a description
-- severity: hold
-- source: CMS MLN SE1138 (2012-01-16) and 005010X222A1 SV101-7: a non-specific code needs a description
-- since: 2012-01-01
-- day: service
-- one row per line with a HCPCS code that is not specific and no description of what was done

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': ', code, ' is not specific; send a description of the service') AS message
FROM edit_service
WHERE
    code_system = 'HCPCS'
    AND sent_description IS NULL
    AND regexp_matches(
        lower(description),
        'not otherwise (classified|specified)|\bnoc\b|unlisted|unclassified|miscellaneous|not elsewhere'
    )
