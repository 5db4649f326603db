-- id: provider_adjustment_posted
-- law: 2
-- title: Each provider-level adjustment of a posted remittance is in the account of its reason
-- scope: remittance
-- one row per adjustment whose posting differs
WITH posted AS (
    SELECT transaction_id, account, sum(amount) AS amount FROM ledger.posting
    WHERE
        starts_with(account, 'provider_adjustment:')
        AND substr(split_part(transaction_id, ':', 2), 1, 21) IN (SELECT remittance_id FROM touched_remittance)
    GROUP BY ALL
),

said AS (
    SELECT
        'plb:' || a.provider_adjustment_id AS transaction_id, 'provider_adjustment:' || a.reason_code AS account, a.amount
    FROM core.provider_adjustment AS a
    INNER JOIN core.remittance AS r ON a.remittance_id = r.remittance_id AND r.status = 'posted'
    WHERE a.remittance_id IN (SELECT remittance_id FROM touched_remittance)
)

SELECT coalesce(s.transaction_id, p.transaction_id) AS transaction_id, s.amount AS said, p.amount AS posted
FROM said AS s
FULL JOIN posted AS p ON s.transaction_id = p.transaction_id AND s.account = p.account
WHERE coalesce(s.amount, 0) <> coalesce(p.amount, 0)
