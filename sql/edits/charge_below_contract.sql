-- id: charge_below_contract
-- title: Charge below what the payer would pay
-- severity: warn
-- source: rates.csv of the client; payers pay the lower of charge and rate (CMS Pub 100-04 chapter 23 section 30, 2013-01-01)
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line charged under the contract rate of its payer times units: the difference is given away

SELECT DISTINCT
    s.received_id,
    s.line_number,
    concat(
        'Line ', s.line_number, ': ', s.code, ' is charged ', s.charge, ', the contract pays up to ',
        cast(r.rate * s.units AS DECIMAL(14, 2)), '; look at the fee'
    ) AS message
FROM edit_service AS s
INNER JOIN edit_encounter AS e ON s.received_id = e.received_id
LEFT JOIN reference.place_class AS p ON e.place_of_service = p.place_of_service
INNER JOIN reference.contract_rate AS r
    ON
        e.payer_id = r.payer_id
        AND s.code = r.code
        AND (r.modifier IS NULL OR list_contains(s.modifiers, r.modifier))
        AND (r.place IS NULL OR p.place = r.place)
        AND s.service_from BETWEEN r.valid_from AND coalesce(r.valid_to, DATE '9999-12-31')
WHERE s.unit_basis = 'UN' AND s.charge < r.rate * s.units
