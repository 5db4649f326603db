-- id: unlisted_code_without_description
-- title: Unlisted code without a description
-- severity: hold
-- source: ASC X12N 005010X222A1, SV101-7 (2010): a non-specific code needs a description; CMS MLN SE1138 (2012-01-16, unverified); CPT in data_contracts/rules/unlisted_services.yaml
-- since: 2012-01-01
-- day: service
-- sets: hcpcs
-- one row per line with a code that is not specific and no description of what was done

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': ', code, ' is not specific; send a description of the service') AS message
FROM edit_service
WHERE
    sent_description IS NULL
    AND (
        regexp_matches(
            lower(description),
            'not otherwise (classified|specified)|\bnoc\b|unlisted|unclassified|miscellaneous|not elsewhere'
        )
        OR EXISTS (
            SELECT 1
            FROM rule_unlisted_services AS r
            WHERE
                list_contains(r.codes, edit_service.code)
                AND edit_service.service_from BETWEEN r.valid_from AND r.valid_to
        )
    )
