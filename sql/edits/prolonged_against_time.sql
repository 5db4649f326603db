-- id: prolonged_against_time
-- title: Prolonged visit against the documented minutes and the payer's policy
-- severity: warn
-- source: data_contracts/rules/prolonged_services.yaml: 85 FR 84472 (2020-12-28), 87 FR 69404 (2022-11-18), NGS (2025-08-07)
-- since: 2021-01-01
-- day: service
-- sets: none
-- one row per line of a prolonged visit whose code or units the minutes do not support, and per visit whose minutes support
-- units that were not billed

WITH billed AS (
    SELECT s.received_id, s.line_number, s.code, s.units
    FROM edit_service AS s
    WHERE s.code IN (SELECT r.code FROM rule_prolonged_services AS r)
)

SELECT
    coalesce(b.received_id, p.received_id) AS received_id,
    coalesce(b.line_number, p.visit_line) AS line_number,
    concat(
        'Line ', coalesce(b.line_number, p.visit_line), ': ',
        coalesce(printf('%g', cast(b.units AS DOUBLE)) || ' of ' || b.code, 'nothing prolonged'), ' billed',
        '; ', v.total_minutes, ' minutes support ',
        CASE WHEN coalesce(p.units, 0) = 0 THEN 'none' ELSE concat(p.units, ' of ', p.code) END
    ) AS message
FROM billed AS b
FULL OUTER JOIN coding_prolonged AS p ON b.received_id = p.received_id
INNER JOIN coding_visit AS v ON coalesce(b.received_id, p.received_id) = v.received_id
WHERE
    v.total_minutes IS NOT NULL
    AND (b.code IS DISTINCT FROM p.code OR b.units IS DISTINCT FROM p.units)
    AND (b.code IS NOT NULL OR p.units > 0)
