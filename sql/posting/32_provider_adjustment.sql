-- id: provider_adjustment
-- title: A provider-level adjustment (PLB) lowers the payment, or raises it when negative
-- when: remittances
-- one row per transfer: debit the account of the reason, credit cash in transit, for each PLB pair,
-- on the claim that it names where it names one
SELECT
    'plb:' || p.provider_adjustment_id AS transaction_id,
    p.account AS debit,
    'cash:in_transit' AS credit,
    p.amount,
    coalesce(r.payment_on, r.received_on) AS effective_on,
    p.claim_id,
    r.payer_id,
    r.source_file,
    p.source_position,
    'provider_adjustment' AS rule
FROM core.remittance AS r
INNER JOIN core.provider_adjustment AS p USING (remittance_id)
WHERE coalesce(r.status_on, r.received_on) = getvariable('business_day') AND r.status = 'posted'
