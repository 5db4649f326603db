-- id: telehealth_place_mismatch
-- title: Telehealth modifier with a place of service that is not telehealth
-- severity: hold
-- source: data_contracts/rules/telehealth.yaml: CMS CY2024 PFS final rule, 88 FR 78818 (2023-11-16), and what it names
-- since: 2024-01-01
-- day: service
-- sets: none
-- one row per line whose telehealth modifier the payer class does not take at this place on this day

SELECT DISTINCT
    s.received_id,
    s.line_number,
    concat(
        'Line ', s.line_number, ': modifier ', r.modifier, ' needs place of service 02 or 10, not ', e.place_of_service
    ) AS message
FROM edit_service AS s
INNER JOIN edit_encounter AS e ON s.received_id = e.received_id
INNER JOIN rule_telehealth AS r
    ON
        e.payer_class = r.payer_class
        AND list_contains(s.modifiers, r.modifier)
        AND s.service_from BETWEEN r.valid_from AND r.valid_to
WHERE NOT list_contains(r.places, e.place_of_service)
