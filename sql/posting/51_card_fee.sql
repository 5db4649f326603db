-- id: card_fee
-- title: What the card processor kept of a payment by virtual card is a fee
-- when: deposits
-- one row per transfer: debit virtual card fees, credit cash in transit
SELECT
    'deposit:' || m.deposit_id || ':' || m.remittance_id || CASE m.rung WHEN 'rejected' THEN ':rejected' ELSE '' END
        AS transaction_id,
    'fee:virtual_card' AS debit,
    'cash:in_transit' AS credit,
    m.fee AS amount,
    CASE m.rung WHEN 'rejected' THEN m.matched_on ELSE d.deposited_on END AS effective_on,
    r.payer_id,
    d.source_file,
    d.source_line AS source_position,
    'card_fee' AS rule,
    CASE m.rung WHEN 'rejected' THEN 'deposit:' || m.deposit_id || ':' || m.remittance_id END AS corrects
FROM core.deposit_match AS m
INNER JOIN core.bank_deposit AS d USING (deposit_id)
INNER JOIN core.remittance AS r USING (remittance_id)
WHERE m.matched_on = getvariable('business_day')
