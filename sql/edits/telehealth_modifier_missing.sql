-- id: telehealth_modifier_missing
-- title: Telehealth place of service without a telehealth modifier
-- severity: warn
-- source: data_contracts/rules/telehealth.yaml: CMS CY2024 PFS final rule, 88 FR 78818 (2023-11-16), and what it names
-- since: 2022-01-01
-- day: service
-- sets: none
-- one row per line at place 02 or 10 without a modifier that the payer class usually asks for

SELECT DISTINCT
    s.received_id,
    s.line_number,
    concat(
        'Line ', s.line_number, ': place of service ', e.place_of_service,
        ' without modifier 95 (video) or 93 (audio only); check what the payer asks for'
    ) AS message
FROM edit_service AS s
INNER JOIN edit_encounter AS e ON s.received_id = e.received_id
INNER JOIN rule_telehealth AS r
    ON
        e.payer_class = r.payer_class
        AND list_contains(r.places, e.place_of_service)
        AND s.service_from BETWEEN r.valid_from AND r.valid_to
WHERE
    r.rule = 'modifier_expected'
    AND s.code IS NOT NULL
    AND NOT list_has_any(s.modifiers, ['93', '95', 'GT', 'GQ', 'FQ'])
