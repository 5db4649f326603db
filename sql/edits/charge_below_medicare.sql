-- id: charge_below_medicare
-- title: Charge below the Medicare amount
-- severity: warn
-- source: CMS Medicare fee schedule of the day at the client's locality (RVU x GPCI x conversion factor)
-- since: 2003-10-16
-- day: service
-- needs: set_payable
-- sets: mpfs, gpci
-- one row per line charged under what Medicare allows: every payer that pays by it gives less than it would

SELECT DISTINCT
    s.received_id,
    s.line_number,
    concat(
        'Line ', s.line_number, ': ', s.code, ' is charged ', s.charge, ', Medicare allows ',
        cast(a.amount * s.units AS DECIMAL(14, 2)), '; look at the fee'
    ) AS message
FROM edit_service AS s
INNER JOIN edit_encounter AS e ON s.received_id = e.received_id
INNER JOIN reference.place_class AS p ON e.place_of_service = p.place_of_service
INNER JOIN set_payable AS a
    ON
        s.code = a.code
        AND replace(p.place, '_', '') = a.place
        AND s.service_from BETWEEN a.valid_from AND a.valid_to
        -- the component's own amount where a component is billed
        AND coalesce(list_intersect(s.modifiers, ['26', 'TC', '53'])[1], '') = coalesce(a.modifier, '')
WHERE s.unit_basis = 'UN' AND s.charge < a.amount * s.units
