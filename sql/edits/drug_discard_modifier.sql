-- id: drug_discard_modifier
-- title: Single-dose drug without JW or JZ, or with the wrong one
-- severity: warn
-- source: CMS CY2023 PFS final rule, 87 FR 69404, pages 69718-69719 (2022-11-18), and MM13056 (2023): JZ from 2023-07-01; JW since 2017
-- since: 2023-07-01
-- day: service
-- sets: none
-- one row per Medicare line of a drug from a single-dose container whose modifiers do not say what was discarded: JZ where
-- nothing was, a line with JW where something was

WITH drug AS (
    SELECT
        m.received_id,
        m.line_number,
        m.container,
        m.wasted_quantity,
        list_contains(s.modifiers, 'JZ') AS has_jz,
        list_contains(s.modifiers, 'JW') AS has_jw,
        bool_or(list_contains(s.modifiers, 'JW')) OVER (PARTITION BY m.received_id, s.code) AS is_discard_billed
    FROM coding_mapped AS m
    INNER JOIN edit_service AS s ON m.received_id = s.received_id AND m.line_number = s.line_number
    INNER JOIN edit_encounter AS e ON m.received_id = e.received_id
    WHERE e.payer_class = 'medicare' AND s.code_system = 'HCPCS'
)

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ',
        CASE
            WHEN wasted_quantity > 0 THEN 'drug was discarded; a line of its own with JW bills it, and JZ does not go with it'
            ELSE 'nothing is documented as discarded; single-dose drugs carry JZ then'
        END
    ) AS message
FROM drug
WHERE
    container = 'single_dose'
    AND NOT has_jw
    AND CASE WHEN wasted_quantity > 0 THEN has_jz OR NOT is_discard_billed ELSE NOT has_jz END
