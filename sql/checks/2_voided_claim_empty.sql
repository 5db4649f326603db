-- id: voided_claim_empty
-- law: 2
-- title: A voided claim holds nothing on any account
-- scope: encounter
-- one row per voided claim, line and account that holds something
SELECT p.claim_id, p.line_id, p.account, sum(p.amount) AS amount
FROM core.correction AS k
INNER JOIN core.claim AS c ON k.claim_id = c.claim_id
INNER JOIN ledger.posting AS p ON k.claim_id = p.claim_id
WHERE
    k.kind = 'void' AND k.status = 'applied'
    AND c.received_id IN (SELECT received_id FROM touched_encounter)
GROUP BY ALL
HAVING sum(p.amount) <> 0
