-- id: telehealth_modifiers_conflict
-- title: Audio-only and video modifier on one line
-- severity: hold
-- source: AMA CPT modifiers 93 (2022-01-01) and 95 (2017-01-01), as described by NGS and AAFP
-- since: 2022-01-01
-- day: service
-- sets: none
-- one row per line with modifier 93 or FQ (audio only) and 95 or GT (video) together

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': a service is audio only (93, FQ) or by video (95, GT), not both') AS message
FROM edit_service
WHERE list_has_any(modifiers, ['93', 'FQ']) AND list_has_any(modifiers, ['95', 'GT'])
