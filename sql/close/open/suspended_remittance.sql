-- title: Insurers' money in suspense
-- one row per: remittance, or claim of a remittance, received up to the last day
SELECT
    remittance_id AS subject_id, coalesce(status_on, received_on) AS since, paid_amount AS amount,
    coalesce(reason, 'out of balance') AS reason
FROM core.remittance
WHERE received_on <= getvariable('last_day')::DATE AND status = 'suspended'
UNION ALL
SELECT
    c.remit_claim_id AS subject_id, coalesce(c.status_on, r.received_on) AS since, c.paid_amount AS amount,
    coalesce(c.reason, 'no claim of ours') AS reason
FROM core.remit_claim AS c
INNER JOIN core.remittance AS r ON c.remittance_id = r.remittance_id
WHERE r.received_on <= getvariable('last_day')::DATE AND c.status = 'suspended'
