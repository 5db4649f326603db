-- id: visit_patient_status
-- title: New or established patient against the claims
-- severity: warn
-- source: data_contracts/rules/established_patients.yaml: CMS Pub 100-04 chapter 12 section 30.6.7.A (2019-01-01)
-- since: 2021-01-01
-- day: service
-- sets: none
-- one row per office visit billed for a new patient who was seen in the years before, or for an established one whom claims
-- that reach back as far do not know

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', billed, ' is for a patient who is ', billed_status, '; ',
        coalesce('the claims have a visit on ' || seen_on, 'the claims of the years before have no visit')
    ) AS message
FROM coding_visit
WHERE billed_status <> known_status
