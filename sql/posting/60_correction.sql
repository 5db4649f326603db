-- id: correction
-- title: What a person decided about an open balance or about held money moves from one account to the other
-- when: corrections
-- one row per transfer: debit and credit as the decision was settled (core.correction), at claim level or for the line
-- named; a transfer to another party debits that party's claim of the encounter
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
    CASE k.kind WHEN 'reversal' THEN 'write_off_reversed' ELSE k.kind END AS rule
FROM core.correction AS k
WHERE
    k.settled_on = getvariable('business_day') AND k.status = 'applied'
    AND k.kind IN ('write_off', 'reversal', 'transfer', 'refund', 'refund_paid', 'payment_applied')
