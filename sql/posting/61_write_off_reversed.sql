-- id: write_off_reversed
-- title: A write-off that a person takes back is owed again
-- when: corrections
-- one row per transfer: debit the receivable, credit the adjustment, as the write-off that it corrects did the other way
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
    'write_off_reversed' AS rule
FROM core.correction AS k
WHERE k.settled_on = getvariable('business_day') AND k.status = 'applied' AND k.kind = 'reversal'
