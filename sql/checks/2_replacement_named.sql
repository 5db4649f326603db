-- id: replacement_named
-- law: 2
-- title: A claim that was replaced has its charge taken back by one transaction, and the charge in its place names it
-- scope: claim
-- one row per replaced claim that was charged and whose charge no transaction, or more than one, takes back; and per claim
-- in place of another whose charge does not name that one's
WITH taken_back AS (
    SELECT corrects, count(DISTINCT transaction_id) AS transactions FROM ledger.posting
    WHERE
        rule = 'charge_replaced'
        AND corrects IN (SELECT 'charge:' || t.claim_id FROM touched_claim AS t)
    GROUP BY corrects
),

charged AS (
    SELECT claim_id, min(coalesce(corrects, '')) AS first_named, max(coalesce(corrects, '')) AS last_named FROM ledger.posting
    WHERE rule = 'charge' AND claim_id IN (SELECT claim_id FROM touched_claim)
    GROUP BY claim_id
)

SELECT c.claim_id, c.replaced_on, c.replaces
FROM touched_claim AS t
INNER JOIN core.claim AS c ON t.claim_id = c.claim_id
LEFT JOIN charged AS p ON c.claim_id = p.claim_id
LEFT JOIN taken_back AS b ON b.corrects = 'charge:' || c.claim_id
WHERE
    (c.replaced_on IS NOT NULL AND p.claim_id IS NOT NULL AND coalesce(b.transactions, 0) <> 1)
    OR (c.replaced_on IS NULL AND b.transactions IS NOT NULL)
    OR (
        p.claim_id IS NOT NULL
        AND (p.first_named, p.last_named) IS DISTINCT FROM
        (coalesce('charge:' || c.replaces, ''), coalesce('charge:' || c.replaces, ''))
    )
