-- id: service_repeated
-- title: The same service twice in an encounter
-- severity: hold
-- source: CMS NCCI Policy Manual for Medicare chapter I.E (2025-01-01), modifiers 59, X{EPSU}, 76, 77, 91
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line that repeats code, modifiers and day of an earlier line without saying why

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': ', code, ' is on an earlier line of the same day; add units, or a repeat modifier')
        AS message
FROM edit_service
WHERE code IS NOT NULL AND NOT list_has_any(modifiers, ['59', '76', '77', '91', 'XE', 'XP', 'XS', 'XU'])
QUALIFY row_number() OVER (PARTITION BY received_id, code, list_sort(modifiers), service_from ORDER BY line_number) > 1
