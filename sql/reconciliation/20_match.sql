-- id: match
-- title: Deposits not matched so far and the remittance that each one pays
-- one row per deposit matched now: exactly one deposit and exactly one remittance have this trace and amount
CREATE OR REPLACE TEMP TABLE deposit_pair AS
WITH candidate AS (
    SELECT
        d.deposit_id,
        r.remittance_id,
        count(*) OVER (PARTITION BY d.deposit_id) AS remittances,
        count(*) OVER (PARTITION BY r.remittance_id) AS deposits
    FROM core.bank_deposit AS d
    INNER JOIN core.remittance AS r ON upper(trim(d.trace)) = upper(trim(r.trace)) AND d.amount = r.paid_amount
    LEFT JOIN core.bank_deposit AS paid ON r.remittance_id = paid.remittance_id
    WHERE
        d.remittance_id IS NULL
        AND r.status IN ('posted', 'suspended')
        AND r.paid_amount > 0
        AND paid.deposit_id IS NULL
)

SELECT deposit_id, remittance_id FROM candidate
WHERE remittances = 1 AND deposits = 1;

UPDATE core.bank_deposit
SET remittance_id = deposit_pair.remittance_id, matched_on = getvariable('business_day')
FROM deposit_pair
WHERE core.bank_deposit.deposit_id = deposit_pair.deposit_id;
