-- id: add_on_primary_not_listed
-- title: Add-on code without one of the primary services that CMS lists
-- severity: warn
-- source: CMS NCCI add-on code edits (2025-01-01), type 3: payers may know further primary codes
-- since: 2013-04-01
-- day: service
-- needs: set_add_on
-- sets: add_on
-- one row per line with an add-on code of type 3 and no listed primary of the patient, provider and day

SELECT DISTINCT
    l.received_id,
    l.line_number,
    concat('Line ', l.line_number, ': ', l.code, ' is an add-on code; no primary that CMS lists is there on that day') AS message
FROM edit_line AS l
INNER JOIN set_add_on AS a ON l.code = a.add_on AND l.service_from BETWEEN a.valid_from AND a.valid_to
WHERE
    a.type = '3'
    AND NOT EXISTS (
        SELECT 1
        FROM edit_line AS p
        INNER JOIN set_add_on AS k ON p.code = k.primary_code
        WHERE
            k.add_on = l.code
            AND l.service_from BETWEEN k.valid_from AND k.valid_to
            AND p.patient_id = l.patient_id
            AND p.provider = l.provider
            AND p.service_from = l.service_from
    )
