-- id: place_against_visit
-- title: Visit at a place where it cannot be
-- severity: hold
-- source: data_contracts/rules/visit_places.yaml: CMS Pub 100-04 chapter 12 sections 30.6.9 to 30.6.14
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line with a visit whose place of service is none of those of its range of codes

SELECT
    l.received_id,
    l.line_number,
    concat('Line ', l.line_number, ': ', l.code, ' is not a visit at place of service ', l.place_of_service) AS message
FROM edit_line AS l
INNER JOIN rule_visit_places AS r
    ON l.code BETWEEN r.code_from AND r.code_to AND l.service_from BETWEEN r.valid_from AND r.valid_to
WHERE NOT list_contains(r.places, l.place_of_service)
