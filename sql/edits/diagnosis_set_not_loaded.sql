-- id: diagnosis_set_not_loaded
-- title: No ICD-10-CM release is loaded for the service day
-- severity: hold
-- source: 45 CFR 162.1002 (HIPAA code sets, as of 2015-10-01)
-- since: 2015-10-01
-- day: service
-- sets: icd10cm
-- one row per encounter whose first day no loaded release covers

SELECT
    received_id,
    NULL AS line_number,
    concat('No ICD-10-CM release for ', service_from, ' is loaded: its codes cannot be checked; load the release') AS message
FROM edit_diagnosis
WHERE version IS NULL AND code IS NOT NULL
GROUP BY ALL
