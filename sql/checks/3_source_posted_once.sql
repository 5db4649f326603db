-- id: source_posted_once
-- law: 3
-- title: A place in a file is posted by one transaction
-- scope: transaction
-- one row per file, place, rule, account and claim line posted by more than one transaction. Left out: the change
-- that a later payer's statement makes (it is judged anew with every payer), PLB pairs (several have one place, or one release;
-- provider_adjustment_posted counts them), deposits of several remittances (deposit_posted counts them), and what goes from claim
-- to claim with replacements (patient_payment_stands looks where it stands)
SELECT
    source_file, source_position, rule, account, claim_id, line_id,
    min(transaction_id) AS transaction_id, max(transaction_id) AS other_transaction_id
FROM ledger.posting
WHERE
    source_file IN (
        SELECT s.source_file
        FROM ledger.posting AS s
        WHERE s.transaction_id IN (SELECT transaction_id FROM touched_transaction)
    )
    AND rule NOT IN ('remit_restated', 'provider_adjustment', 'takeback_allocated', 'deposit', 'card_fee', 'patient_moved')
GROUP BY source_file, source_position, rule, account, claim_id, line_id
HAVING min(transaction_id) <> max(transaction_id)
