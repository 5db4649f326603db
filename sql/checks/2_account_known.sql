-- id: account_known
-- law: 2
-- title: Every posting is on an account of the ledger
-- scope: transaction
-- one row per account that is not in ledger.account
SELECT p.account, count(*) AS postings
FROM ledger.posting AS p
ANTI JOIN ledger.account AS a ON p.account = a.account
WHERE p.transaction_id IN (SELECT transaction_id FROM touched_transaction)
GROUP BY p.account
