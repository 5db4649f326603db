-- id: charge_voided
-- title: A voided claim leaves nothing behind: its charges and what still hangs on it are reversed
-- when: corrections
-- one row per transfer: credit each account of the claim and line by what it holds, debit the receivable of its party,
-- which so ends at zero too
SELECT
    'correction:' || k.correction_id AS transaction_id,
    CASE WHEN c.party = 'patient' THEN 'ar_patient' ELSE 'ar_insurer:' || c.payer_id END AS debit,
    p.account AS credit,
    p.amount,
    k.decided_on AS effective_on,
    k.claim_id,
    p.line_id,
    k.payer_id,
    k.source_file,
    k.source_line AS source_position,
    k.corrects,
    'charge_voided' AS rule
FROM core.correction AS k
INNER JOIN core.claim AS c ON k.claim_id = c.claim_id
INNER JOIN ledger.posting AS p ON k.claim_id = p.claim_id
WHERE
    k.settled_on = getvariable('business_day') AND k.status = 'applied' AND k.kind = 'void'
    AND p.account <> CASE WHEN c.party = 'patient' THEN 'ar_patient' ELSE 'ar_insurer:' || c.payer_id END
