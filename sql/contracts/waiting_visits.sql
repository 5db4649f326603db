-- title: Visits of some patients whose encounter is quarantined for what was known of the patient
-- reads: raw.known, core.encounter, core.quarantine; variables told_format, told_patients
-- one row per visit

SELECT DISTINCT known.visit
FROM raw.known
-- A visit of HL7 v2 is named by number and patient, one of FHIR by resource type and id.
INNER JOIN core.encounter
    ON encounter.encounter_id IN (split_part(known.visit, '|', 1), split_part(known.visit, '/', 2))
WHERE
    known.format = getvariable('told_format')
    AND list_contains(getvariable('told_patients'), known.patient)
    AND known.visit <> ''
    AND encounter.state = 'quarantined'
    AND encounter.received_id IN (
        SELECT quarantine.received_id
        FROM core.quarantine
        WHERE
            quarantine.dataset IN ('patients', 'coverages')
            OR quarantine.column_name IN ('patient_id', 'financial_class')
    )
ORDER BY known.visit
