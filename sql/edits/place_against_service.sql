-- id: place_against_service
-- title: Service that is not done in this kind of place
-- severity: warn
-- source: CMS Medicare fee schedule, NA indicators for facility and office: not priced in that setting (2025-01-01)
-- since: 2003-10-16
-- day: service
-- needs: set_mpfs
-- sets: mpfs, pos
-- one row per line with a service that Medicare does not price in the setting (facility or not) of its place of service

SELECT
    l.received_id,
    l.line_number,
    concat(
        'Line ', l.line_number, ': ', l.code, ' is rarely done in ',
        CASE p.place WHEN 'facility' THEN 'a facility' ELSE 'an office' END, ' (place of service ', l.place_of_service,
        '): check the place and the code'
    ) AS message
FROM edit_line AS l
INNER JOIN reference.place_class AS p ON l.place_of_service = p.place_of_service
WHERE CASE p.place WHEN 'facility' THEN l.facility_na ELSE l.nonfacility_na END
