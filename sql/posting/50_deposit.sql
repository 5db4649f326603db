-- id: deposit
-- title: A bank deposit of a known remittance is no longer in transit
-- when: deposits
-- one row per transfer: debit bank, credit cash in transit
SELECT
    'deposit:' || d.deposit_id AS transaction_id,
    'cash:bank' AS debit,
    'cash:in_transit' AS credit,
    d.amount,
    d.deposited_on AS effective_on,
    r.payer_id,
    d.source_file,
    d.source_line AS source_position,
    'deposit' AS rule
FROM core.bank_deposit AS d
INNER JOIN core.remittance AS r USING (remittance_id)
WHERE d.matched_on = getvariable('business_day')
