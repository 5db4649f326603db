-- id: deposit
-- title: Money of a remittance that the bank has received is no longer in transit; taken back or free again, it is again
-- when: deposits
-- one row per transfer: debit bank, credit cash in transit, for each deposit and remittance that it pays
SELECT
    'deposit:' || m.deposit_id || ':' || m.remittance_id || CASE m.rung WHEN 'rejected' THEN ':rejected' ELSE '' END
        AS transaction_id,
    'cash:bank' AS debit,
    'cash:in_transit' AS credit,
    m.amount,
    CASE m.rung WHEN 'rejected' THEN m.matched_on ELSE d.deposited_on END AS effective_on,
    r.payer_id,
    d.source_file,
    d.source_line AS source_position,
    'deposit' AS rule,
    CASE m.rung WHEN 'rejected' THEN 'deposit:' || m.deposit_id || ':' || m.remittance_id END AS corrects
FROM core.deposit_match AS m
INNER JOIN core.bank_deposit AS d USING (deposit_id)
INNER JOIN core.remittance AS r USING (remittance_id)
WHERE m.matched_on = getvariable('business_day')
