-- id: modifiers_conflict
-- title: Modifiers that exclude each other on one line
-- severity: hold
-- source: data_contracts/rules/modifiers.yaml: Pub 100-04 chapter 12 sections 20.4 and 40 (2013-01-01), NCCI Policy Manual I.E
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per line with two modifiers of which only one can be true

SELECT DISTINCT
    s.received_id,
    s.line_number,
    concat(
        'Line ', s.line_number, ': of ', array_to_string(list_sort(list_intersect(s.modifiers, r.modifiers)), ', '),
        ' only one can stand on a line'
    ) AS message
FROM edit_service AS s
INNER JOIN rule_modifiers AS r ON s.service_from BETWEEN r.valid_from AND r.valid_to
WHERE r.kind = 'conflict' AND len(list_intersect(s.modifiers, r.modifiers)) > 1
