-- id: diagnosis_icd10_before_2015
-- title: ICD-10-CM code before 2015-10-01
-- severity: hold
-- source: 45 CFR 162.1002 (HIPAA code sets, as of 2015-10-01)
-- since: 1979-01-01
-- day: service
-- one row per diagnosis sent as ICD-10-CM for a day on which ICD-9-CM applied

SELECT
    received_id,
    NULL AS line_number,
    concat('Diagnosis ', sequence, ': ICD-10-CM begins with 2015-10-01; ', service_from, ' needs ICD-9-CM') AS message
FROM edit_diagnosis
WHERE sent_system = 'ICD10CM' AND service_from < DATE '2015-10-01'
