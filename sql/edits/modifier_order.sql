-- id: modifier_order
-- title: Modifiers in an order that payers do not read
-- severity: warn
-- source: data_contracts/rules/modifiers.yaml: cco.us, Modifier sequencing: pricing, payment, location
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line on which a modifier of a later group comes before one of an earlier group; those of global surgery may
-- stand anywhere, and so may those of no group

WITH used AS (
    SELECT
        received_id,
        line_number,
        service_from,
        unnest(modifiers) AS modifier,
        generate_subscripts(modifiers, 1) AS place
    FROM edit_service
),

ranked AS (
    SELECT
        u.received_id,
        u.line_number,
        u.modifier,
        u.place,
        list_position(['pricing', 'payment', 'location'], r.kind) AS rank
    FROM used AS u
    INNER JOIN rule_modifiers AS r
        ON list_contains(r.modifiers, u.modifier) AND u.service_from BETWEEN r.valid_from AND r.valid_to
)

SELECT DISTINCT
    before.received_id,
    before.line_number,
    concat('Line ', before.line_number, ': ', later.modifier, ' goes before ', before.modifier) AS message
FROM ranked AS before
INNER JOIN ranked AS later
    ON before.received_id = later.received_id AND before.line_number = later.line_number
WHERE before.place < later.place AND before.rank > later.rank
