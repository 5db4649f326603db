-- id: transfer
-- title: An open balance moves to the party that a person named
-- when: corrections
-- one row per transfer: debit the new party's receivable on its claim, credit the old one's
SELECT
    'correction:' || k.correction_id AS transaction_id,
    k.debit_account AS debit,
    k.credit_account AS credit,
    k.posted_amount AS amount,
    k.decided_on AS effective_on,
    k.claim_id,
    k.line_id,
    k.payer_id,
    k.debit_claim_id,
    k.debit_line_id,
    CASE WHEN starts_with(k.debit_account, 'ar_insurer:') THEN split_part(k.debit_account, ':', 2) END AS debit_payer_id,
    k.source_file,
    k.source_line AS source_position,
    k.corrects,
    'transfer' AS rule
FROM core.correction AS k
WHERE k.settled_on = getvariable('business_day') AND k.status = 'applied' AND k.kind = 'transfer'
