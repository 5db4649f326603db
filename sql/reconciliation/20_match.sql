-- id: match
-- title: Deposits not matched so far and the remittance that each one pays
-- one row per deposit matched now: exactly one deposit and exactly one remittance have this trace and amount
UPDATE core.bank_deposit
SET remittance_id = pair.remittance_id, matched_on = getvariable('business_day')
FROM (
    WITH candidate AS (
        SELECT d.deposit_id, r.remittance_id
        FROM core.bank_deposit AS d
        INNER JOIN core.remittance AS r ON upper(trim(d.trace)) = upper(trim(r.trace)) AND d.amount = r.paid_amount
        WHERE
            d.remittance_id IS NULL
            AND r.status IN ('posted', 'suspended')
            AND r.paid_amount > 0
            AND r.remittance_id NOT IN (SELECT t.remittance_id FROM core.bank_deposit AS t WHERE t.remittance_id IS NOT NULL)
    )

    SELECT deposit_id, any_value(remittance_id) AS remittance_id FROM (
        SELECT deposit_id, remittance_id, count(*) OVER (PARTITION BY remittance_id) AS deposits FROM candidate
    )
    GROUP BY deposit_id
    HAVING count(*) = 1 AND max(deposits) = 1
) AS pair
WHERE core.bank_deposit.deposit_id = pair.deposit_id;
