-- id: remit_contractual
-- title: What the practice agreed not to collect leaves the first payer's receivable
-- when: remittances
-- one row per transfer: debit contractual adjustment, credit receivable, for each adjustment of an encounter's first payer
SELECT
    'remit:' || s.remit_claim_id AS transaction_id,
    'adjustment:contractual' AS debit,
    s.account AS credit,
    a.amount,
    s.effective_on,
    s.claim_id,
    l.line_id,
    s.payer_id,
    s.source_file,
    a.source_position,
    'remit_contractual' AS rule,
    s.corrects
FROM settled AS s
INNER JOIN core.remit_adjustment AS a USING (remit_claim_id)
LEFT JOIN core.remit_line AS l USING (remit_line_id)
WHERE a.posting = 'contractual' AND s.payer_rank = 1
