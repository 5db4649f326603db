-- id: transaction_balances
-- law: 2
-- title: The postings of a ledger transaction sum to zero
-- scope: transaction
-- one row per transaction that does not
SELECT transaction_id, sum(amount) AS difference
FROM ledger.posting
WHERE transaction_id IN (SELECT transaction_id FROM touched_transaction)
GROUP BY transaction_id
HAVING sum(amount) <> 0
