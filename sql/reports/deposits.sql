-- title: Bank deposits that came this night, and those still without a remittance
-- one row per: deposit
SELECT
    d.deposited_on,
    d.amount,
    d.trace,
    r.trace IS NOT NULL AS matched,
    coalesce(p.name, r.payer_name) AS payer
FROM core.bank_deposit AS d
LEFT JOIN core.remittance AS r ON d.remittance_id = r.remittance_id
LEFT JOIN reference.payer AS p ON r.payer_id = p.payer_id
WHERE d.received_on = getvariable('day')::DATE OR d.remittance_id IS NULL
ORDER BY d.deposited_on, d.deposit_id
