-- id: refund
-- title: A credit balance, or money held for a patient, is owed back
-- when: corrections
-- one row per transfer: debit the receivable in credit or the account that holds the money, credit refunds payable
SELECT
    'correction:' || k.correction_id AS transaction_id,
    k.debit_account AS debit,
    k.credit_account AS credit,
    k.posted_amount AS amount,
    k.decided_on AS effective_on,
    k.claim_id,
    k.line_id,
    k.payer_id,
    k.source_file,
    k.source_line AS source_position,
    k.corrects,
    'refund' AS rule
FROM core.correction AS k
WHERE k.settled_on = getvariable('business_day') AND k.status = 'applied' AND k.kind = 'refund'
