-- title: Money that payers took back and that is of no reversal known here
-- one row per: provider-level adjustment posted up to the last day
SELECT
    a.provider_adjustment_id AS subject_id,
    coalesce(r.status_on, r.received_on) AS since,
    a.amount,
    'reason ' || a.reason_code || ', of no claim that is known here' AS reason
FROM core.provider_adjustment AS a
INNER JOIN core.remittance AS r ON a.remittance_id = r.remittance_id
ANTI JOIN core.takeback_step AS s ON a.provider_adjustment_id = s.provider_adjustment_id
WHERE
    coalesce(r.status_on, r.received_on) <= getvariable('last_day')::DATE
    AND a.meaning = 'takeback' AND r.status = 'posted' AND a.claim_id IS NULL
