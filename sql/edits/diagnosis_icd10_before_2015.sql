-- id: diagnosis_icd10_before_2015
-- title: ICD-10-CM code before 2015-10-01
-- severity: hold
-- source: 45 CFR 162.1002 (HIPAA code sets, as of 2015-10-01)
-- since: 1979-01-01
-- day: service
-- sets: none
-- one row per diagnosis coded in ICD-10-CM, as sent or by crosswalk.csv, for a day on which ICD-9-CM applied

SELECT
    received_id,
    NULL AS line_number,
    concat('Diagnosis ', sequence, ': ICD-10-CM begins with 2015-10-01; ', service_from, ' needs ICD-9-CM') AS message
FROM edit_diagnosis
WHERE code IS NOT NULL AND sent_system <> 'ICD9CM' AND service_from < DATE '2015-10-01'
