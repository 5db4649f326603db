-- title: Visits whose encounter is quarantined because something refers to what no file had told
-- reads: raw.known, core.encounter, core.quarantine; variables told_format, lost_reason
-- one row per visit

SELECT DISTINCT known.visit
FROM raw.known
INNER JOIN core.encounter ON encounter.encounter_id = split_part(known.visit, '/', 2)
WHERE
    known.format = getvariable('told_format')
    AND known.visit <> ''
    AND encounter.state = 'quarantined'
    AND encounter.received_id IN (
        SELECT quarantine.received_id
        FROM core.quarantine
        WHERE quarantine.reason = getvariable('lost_reason')
    )
ORDER BY known.visit
