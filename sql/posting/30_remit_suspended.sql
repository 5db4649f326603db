-- id: remit_suspended
-- title: Money of a remitted claim that is out of balance or has no claim of ours waits in suspense
-- when: remittances
-- one row per transfer: debit cash in transit, credit suspense, by CLP04
SELECT
    'suspend:' || t.remit_claim_id AS transaction_id,
    'cash:in_transit' AS debit,
    'suspense:claim' AS credit,
    t.paid_amount AS amount,
    t.effective_on,
    t.remitting_payer AS payer_id,
    t.source_file,
    t.source_position,
    'remit_suspended' AS rule
FROM tonight_remit AS t
WHERE t.status = 'suspended'
