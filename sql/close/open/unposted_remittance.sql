-- title: Remittances of which nothing is posted until a person decides
-- one row per: remittance received up to the last day
SELECT
    remittance_id AS subject_id, coalesce(status_on, received_on) AS since, paid_amount AS amount,
    coalesce(reason, 'held') AS reason
FROM core.remittance
WHERE received_on <= getvariable('last_day')::DATE AND status = 'held'
