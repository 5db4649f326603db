-- id: modifier_not_valid
-- title: Modifier that does not exist
-- severity: hold
-- source: 45 CFR 162.1002 (HIPAA code sets, as of 2015-10-01); values in data_contracts/rules/modifiers.yaml; HCPCS modifiers as loaded
-- since: 2003-10-16
-- day: service
-- sets: hcpcs_modifier
-- one row per line and modifier that is not two letters or digits, or that its list of the day does not have. Those with a
-- letter first are in the HCPCS list: where it is not loaded for the day, only their form is judged.

WITH used AS (
    SELECT
        received_id,
        line_number,
        service_from,
        unnest(modifiers) AS modifier
    FROM edit_service
)

SELECT DISTINCT
    u.received_id,
    u.line_number,
    concat('Line ', u.line_number, ': modifier ', u.modifier, ' is not known on ', u.service_from, '; correct it') AS message
FROM used AS u
WHERE
    NOT regexp_full_match(u.modifier, '[0-9A-Z]{2}')
    OR (
        regexp_full_match(u.modifier, '[0-9].')
        AND NOT EXISTS (
            SELECT 1
            FROM rule_modifiers AS r
            WHERE
                list_contains(r.modifiers, u.modifier)
                AND u.service_from BETWEEN r.valid_from AND r.valid_to
        )
    )
    OR (
        regexp_full_match(u.modifier, '[A-Z].')
        AND EXISTS (
            SELECT 1 FROM set_modifier AS m
            WHERE u.service_from BETWEEN m.valid_from AND m.valid_to
        )
        AND NOT EXISTS (
            SELECT 1
            FROM set_modifier AS m
            WHERE m.modifier = u.modifier AND u.service_from BETWEEN m.valid_from AND m.valid_to
        )
    )
