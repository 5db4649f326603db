-- id: line_balances
-- law: 2
-- title: Per line of an encounter, charge = paid + adjusted + moved on + open
-- scope: encounter
-- one row per encounter line (or encounter as a whole, where something was said at claim level) whose postings over all its
-- payers' claims leave a rest
SELECT c.received_id, l.line_number, sum(p.amount) AS rest
FROM core.claim AS c
INNER JOIN ledger.posting AS p ON c.claim_id = p.claim_id
LEFT JOIN core.claim_line AS l ON p.line_id = l.line_id
WHERE c.received_id IN (SELECT received_id FROM touched_encounter)
GROUP BY ALL
HAVING sum(p.amount) <> 0
