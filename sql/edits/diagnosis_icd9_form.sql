-- id: diagnosis_icd9_form
-- title: ICD-9-CM code that has not the form of one
-- severity: hold
-- source: 45 CFR 162.1002 (HIPAA code sets, as of 2009-01-16): ICD-9-CM volumes 1 and 2 before 2015-10-01
-- since: 1979-01-01
-- day: service
-- sets: none
-- one row per diagnosis sent as ICD-9-CM for a day before 2015-10-01 that is no 3 to 5 digits, V code or E code

SELECT
    received_id,
    NULL AS line_number,
    concat('Diagnosis ', sequence, ': ', code, ' has not the form of an ICD-9-CM code; correct it') AS message
FROM edit_diagnosis
WHERE
    sent_system = 'ICD9CM'
    AND service_from < DATE '2015-10-01'
    AND NOT regexp_full_match(code, '\d{3,5}|V\d{2,4}|E\d{3,4}')
