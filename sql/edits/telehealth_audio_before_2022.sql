-- id: telehealth_audio_before_2022
-- title: Audio-only modifier 93 before it existed
-- severity: hold
-- source: AMA CPT modifier 93, effective 2022-01-01 (accepted September 2021, published 2021-12-30)
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line with modifier 93 on a day before 2022

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': modifier 93 begins with 2022-01-01') AS message
FROM edit_service
WHERE list_contains(modifiers, '93') AND service_from < DATE '2022-01-01'
