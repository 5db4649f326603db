-- id: provider_adjustment_posted
-- law: 2
-- title: Each provider-level adjustment of a posted remittance is in its account, on the claim that it is tied to
-- scope: remittance
-- one row per adjustment, account and claim whose postings differ
WITH posted AS (
    SELECT split_part(transaction_id, ':', 2) AS provider_adjustment_id, account, claim_id, sum(amount) AS amount
    FROM ledger.posting
    WHERE
        rule IN ('provider_adjustment', 'takeback_allocated') AND account <> 'cash:in_transit'
        AND substr(split_part(transaction_id, ':', 2), 1, 21) IN (SELECT remittance_id FROM touched_remittance)
    GROUP BY ALL
    HAVING sum(amount) <> 0
),

said AS (
    SELECT a.provider_adjustment_id, a.account, a.claim_id, a.amount
    FROM core.provider_adjustment AS a
    INNER JOIN core.remittance AS r ON a.remittance_id = r.remittance_id AND r.status = 'posted'
    WHERE a.remittance_id IN (SELECT remittance_id FROM touched_remittance) AND a.amount <> 0
)

SELECT
    coalesce(s.provider_adjustment_id, p.provider_adjustment_id) AS provider_adjustment_id,
    s.amount AS said, p.amount AS posted
FROM said AS s
FULL JOIN posted AS p
    ON
        s.provider_adjustment_id = p.provider_adjustment_id
        AND s.account = p.account AND s.claim_id IS NOT DISTINCT FROM p.claim_id
WHERE coalesce(s.amount, 0) <> coalesce(p.amount, 0)
