-- id: posting_numbered
-- law: 3
-- title: The postings of a transaction are numbered from 1 without gaps or repeats
-- scope: transaction
-- one row per transaction whose posting ids are not those
SELECT transaction_id, count(*) AS postings
FROM ledger.posting
WHERE transaction_id IN (SELECT transaction_id FROM touched_transaction)
GROUP BY transaction_id
HAVING
    list_sort(list(posting_id))
    <> list_sort(list_transform(range(1, count(*) + 1), LAMBDA n: transaction_id || '/' || printf('%03d', n)))
