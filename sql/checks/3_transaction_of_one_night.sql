-- id: transaction_of_one_night
-- law: 3
-- title: A transaction is posted whole on one night and never added to
-- scope: transaction
-- one row per transaction with postings of more than one night
SELECT transaction_id, count(DISTINCT posted_on) AS nights
FROM ledger.posting
WHERE transaction_id IN (SELECT transaction_id FROM touched_transaction)
GROUP BY transaction_id
HAVING count(DISTINCT posted_on) > 1
