-- title: Encounters that are neither on a claim nor known not to be billable
-- one row per: encounter received up to the last day
SELECT
    received_id AS subject_id,
    state_since AS since,
    charge_received AS amount,
    replace(state, '_', ' ') || ': ' || coalesce(reason_code, 'no reason given') AS reason
FROM core.encounter
WHERE received_on <= getvariable('last_day')::DATE AND state NOT IN ('claimed', 'not_billable')
