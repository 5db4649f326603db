-- id: transaction_suspended
-- title: A payment whose transaction set does not balance waits in suspense as a whole
-- when: remittances
-- one row per transfer: debit cash in transit, credit suspense, by BPR02
SELECT
    'suspend:' || r.remittance_id AS transaction_id,
    'cash:in_transit' AS debit,
    'suspense:transaction' AS credit,
    r.paid_amount AS amount,
    coalesce(r.payment_on, r.received_on) AS effective_on,
    r.payer_id,
    r.source_file,
    r.source_position,
    'transaction_suspended' AS rule
FROM core.remittance AS r
WHERE coalesce(r.status_on, r.received_on) = getvariable('business_day') AND r.status = 'suspended'
