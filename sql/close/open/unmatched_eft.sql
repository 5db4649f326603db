-- title: Remittances whose money the bank has not shown, or not all of it, though the payer's days for it are over
-- one row per: remittance received up to the last day
SELECT d.remittance_id AS subject_id, d.since, d.missing AS amount, d.reason
FROM marts.reconciliation_deposits AS d
INNER JOIN core.remittance AS r ON d.remittance_id = r.remittance_id
WHERE
    r.received_on <= getvariable('last_day')::DATE
    AND d.status IN ('no_deposit', 'part_deposited', 'suspect', 'returned')
