-- id: write_off_has_decision
-- law: 2
-- title: Nothing but a contract is given up without a decision that a person signed
-- scope: transaction
-- one row per transaction on a write-off account that no applied correction names
SELECT p.transaction_id, p.account, sum(p.amount) AS amount
FROM ledger.posting AS p
WHERE
    p.transaction_id IN (SELECT transaction_id FROM touched_transaction)
    AND starts_with(p.account, 'adjustment:') AND p.account <> 'adjustment:contractual'
    AND p.transaction_id NOT IN (
        SELECT 'correction:' || k.correction_id FROM core.correction AS k
        WHERE k.status = 'applied' AND k.kind IN ('write_off', 'reversal', 'void')
    )
GROUP BY ALL
