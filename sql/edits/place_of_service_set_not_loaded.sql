-- id: place_of_service_set_not_loaded
-- title: No place-of-service list is loaded for the day
-- severity: hold
-- source: CMS Place of Service Code Set, Pub 100-04 chapter 26 section 10.5 (2024-08-01)
-- since: 2015-10-01
-- day: service
-- sets: pos
-- one row per encounter whose first day no loaded list covers

SELECT
    received_id,
    NULL AS line_number,
    concat('No place-of-service list for ', service_from, ' is loaded: ', place_of_service, ' cannot be checked') AS message
FROM edit_place
WHERE version IS NULL
