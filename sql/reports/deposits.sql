-- title: Bank deposits that came this night, and those still without a remittance
-- one row per: deposit
WITH paid AS (
    SELECT m.deposit_id, any_value(coalesce(p.name, r.payer_name)) AS payer
    FROM core.deposit_match AS m
    INNER JOIN core.remittance AS r ON m.remittance_id = r.remittance_id
    LEFT JOIN reference.payer AS p ON r.payer_id = p.payer_id
    GROUP BY m.deposit_id
)

SELECT
    d.deposited_on,
    d.amount,
    d.trace,
    d.status IN ('matched', 'returned') AS matched,
    p.payer
FROM core.bank_deposit AS d
LEFT JOIN paid AS p ON d.deposit_id = p.deposit_id
WHERE (d.received_on = getvariable('day')::DATE AND d.status <> 'kept') OR d.status IN ('unmatched', 'part')
ORDER BY d.deposited_on, d.deposit_id
