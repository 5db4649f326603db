-- id: rejected
-- title: Deposits of a remittance that a person rejects are free again
-- reads: core.remittance (rejected today), core.deposit_match, core.bank_deposit
-- one row per deposit and rejected remittance that it paid: the match taken back; what the bank took back itself stays so
INSERT INTO core.deposit_match BY NAME
WITH paid AS (
    SELECT
        m.deposit_id, m.remittance_id, m.amount, m.fee, m.rung,
        row_number() OVER (
            PARTITION BY m.remittance_id, m.rung = 'returned', abs(m.amount) ORDER BY m.matched_on, m.deposit_id
        ) AS place
    FROM core.deposit_match AS m
    INNER JOIN core.remittance AS r ON m.remittance_id = r.remittance_id
    WHERE r.status = 'rejected' AND r.status_on = getvariable('business_day')
)

SELECT
    p.deposit_id, p.remittance_id, -p.amount AS amount, -p.fee AS fee, 'rejected' AS rung,
    getvariable('business_day') AS matched_on
FROM paid AS p
LEFT JOIN paid AS b ON p.remittance_id = b.remittance_id AND b.rung = 'returned' AND p.amount = -b.amount AND p.place = b.place
ANTI JOIN paid AS f ON p.remittance_id = f.remittance_id AND p.deposit_id = f.deposit_id AND f.rung = 'rejected'
WHERE p.rung <> 'returned' AND b.deposit_id IS NULL
ORDER BY p.deposit_id, p.remittance_id;

UPDATE core.bank_deposit
SET
    status = CASE WHEN m.amount = 0 THEN 'unmatched' ELSE 'part' END,
    matched_on = CASE WHEN m.amount <> 0 THEN core.bank_deposit.matched_on END
FROM (
    SELECT deposit_id, sum(amount) AS amount FROM core.deposit_match
    GROUP BY deposit_id
    HAVING bool_or(rung = 'rejected' AND matched_on = getvariable('business_day'))
) AS m
WHERE core.bank_deposit.deposit_id = m.deposit_id AND core.bank_deposit.amount > m.amount;
