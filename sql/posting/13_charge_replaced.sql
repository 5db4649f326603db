-- id: charge_replaced
-- title: A claim that is replaced is no longer charged; the corrected claim is, when it is made
-- when: corrections
-- one row per transfer: debit charges, credit the receivable of the payer, for each line by what it was charged; what the
-- payer has paid and adjusted on the claim stays there until the payer takes it back
SELECT
    'correction:' || k.correction_id AS transaction_id,
    'charges' AS debit,
    'ar_insurer:' || c.payer_id AS credit,
    -p.amount AS amount,
    k.decided_on AS effective_on,
    k.claim_id,
    p.line_id,
    c.payer_id,
    k.source_file,
    k.source_line AS source_position,
    k.corrects,
    'charge_replaced' AS rule
FROM core.correction AS k
INNER JOIN core.claim AS c ON k.claim_id = c.claim_id
INNER JOIN ledger.posting AS p ON k.claim_id = p.claim_id AND p.account = 'charges'
WHERE k.settled_on = getvariable('business_day') AND k.status = 'applied' AND k.kind = 'replace'
