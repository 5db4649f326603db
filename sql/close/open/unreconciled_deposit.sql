-- title: Deposits that no remittance explains, or not wholly, and deposits taken back
-- one row per: deposit of a bank file received up to the last day
SELECT d.deposit_id AS subject_id, d.since, -d.missing AS amount, d.reason
FROM marts.reconciliation_deposits AS d
INNER JOIN core.bank_deposit AS b ON d.deposit_id = b.deposit_id
WHERE d.remittance_id IS NULL AND b.received_on <= getvariable('last_day')::DATE AND d.status <> 'matched'
