-- id: diagnosis_icd9_after_2015
-- title: ICD-9-CM code on or after 2015-10-01
-- severity: hold
-- source: 45 CFR 162.1002 (HIPAA code sets, as of 2015-10-01)
-- since: 2015-10-01
-- day: service
-- sets: none
-- one row per diagnosis sent as ICD-9-CM for a day on which ICD-10-CM applies

SELECT
    received_id,
    NULL AS line_number,
    concat('Diagnosis ', sequence, ': sent as ICD-9-CM, which ended with 2015-09-30; code it in ICD-10-CM') AS message
FROM edit_diagnosis
WHERE sent_system = 'ICD9CM'
