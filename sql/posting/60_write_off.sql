-- id: write_off
-- title: What a person decided to give up leaves the receivable
-- when: corrections
-- one row per transfer: debit the adjustment of its kind, credit the receivable, at claim level or for the line named
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
    'write_off' AS rule
FROM core.correction AS k
WHERE k.settled_on = getvariable('business_day') AND k.status = 'applied' AND k.kind = 'write_off'
