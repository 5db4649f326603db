-- id: charge_differs_from_fee
-- title: Charge as sent differs from the fee schedule
-- severity: warn
-- source: fees.csv of the client
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line whose charge as sent is not fee times units

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': sent with ', sent_charge, ', the fee schedule gives ',
        cast(unit_fee * units AS DECIMAL(14, 2)), ' for ', code
    ) AS message
FROM edit_service
WHERE sent_charge <> cast(unit_fee * units AS DECIMAL(14, 2))
