-- id: diagnosis_not_valid
-- title: ICD-10-CM code not in the list of the service day
-- severity: hold
-- source: 45 CFR 162.1002 (HIPAA code sets, as of 2015-10-01); ICD-10-CM release of the day
-- since: 2015-10-01
-- day: service
-- sets: icd10cm
-- one row per diagnosis whose code the release of the service day does not list

SELECT
    received_id,
    NULL AS line_number,
    concat('Diagnosis ', sequence, ': ', code, ' is no ICD-10-CM code on ', service_from) AS message
FROM edit_diagnosis
WHERE version IS NOT NULL AND code IS NOT NULL AND NOT is_listed
