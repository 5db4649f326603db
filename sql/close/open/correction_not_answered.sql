-- title: Decisions of people that nothing they name has answered
-- one row per: correction taken in up to the last day
SELECT
    correction_id AS subject_id,
    received_on AS since,
    amount,
    replace(action, '_', ' ') || ' that nothing it names has answered' AS reason
FROM core.correction
WHERE received_on <= getvariable('last_day')::DATE AND status = 'pending'
