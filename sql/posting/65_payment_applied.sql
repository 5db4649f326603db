-- id: payment_applied
-- title: Money held for a patient settles the claim that it was found to be for
-- when: corrections
-- one row per transfer: debit the account that held it, credit the patient's receivable; both name the claim
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
    'payment_applied' AS rule
FROM core.correction AS k
WHERE k.settled_on = getvariable('business_day') AND k.status = 'applied' AND k.kind = 'payment_applied'
