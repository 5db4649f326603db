-- id: place_of_service_not_valid
-- title: Place of service not valid on the day
-- severity: hold
-- source: CMS Place of Service Code Set, Pub 100-04 chapter 26 section 10.5 (2024-08-01)
-- since: 2016-01-01
-- day: service
-- sets: pos
-- one row per encounter whose place of service the list of the day does not have

SELECT
    received_id,
    NULL AS line_number,
    concat('Place of service ', place_of_service, ' is not assigned on ', service_from) AS message
FROM edit_place
WHERE version IS NOT NULL AND NOT is_listed
