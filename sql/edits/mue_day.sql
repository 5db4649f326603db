-- id: mue_day
-- title: More units in a day than are medically likely
-- severity: hold
-- source: CMS NCCI Policy Manual for Medicare chapter I.V (2025-01-01); MUE table of the service day, adjudication indicator 3
-- since: 2013-04-01
-- day: service
-- needs: set_mue
-- sets: ncci_mue, ncci_mue_medicaid
-- one row per line by which the units of a patient, provider, code and day, on whatever claim, come to more than the table has

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': with it ', printf('%g', cast(units AS DOUBLE)), ' units of ', code, ' that day; a day takes ',
        most_units, ' unless the record supports more'
    ) AS message
FROM edit_day_units
WHERE mai = '3' AND units > most_units
