-- id: remit_released
-- title: Suspended money that a decision posts, gives back or rejects leaves suspense
-- when: remittances
-- one row per transfer: debit suspense, credit cash in transit (its claims post it anew, or nothing of it is ours), or what
-- is owed back to the payer (a rejected claim of a payment that stands)
SELECT
    'release:' || coalesce(e.remit_claim_id, e.remittance_id) AS transaction_id,
    CASE WHEN e.remit_claim_id IS NULL OR e.status_before = 'not_posted' THEN 'suspense:transaction' ELSE 'suspense:claim' END
        AS debit,
    CASE WHEN e.remit_claim_id IS NOT NULL AND e.status = 'rejected' THEN 'refund_payable:payer' ELSE 'cash:in_transit' END
        AS credit,
    CASE WHEN e.remit_claim_id IS NULL THEN r.paid_amount ELSE c.paid_amount END AS amount,
    k.decided_on AS effective_on,
    r.payer_id,
    k.source_file,
    k.source_line AS source_position,
    'remit_released' AS rule,
    'suspend:' || CASE WHEN e.status_before = 'not_posted' THEN e.remittance_id ELSE coalesce(e.remit_claim_id, e.remittance_id) END
        AS corrects
FROM core.remit_event AS e
INNER JOIN core.correction AS k ON e.correction_id = k.correction_id
INNER JOIN core.remittance AS r ON e.remittance_id = r.remittance_id
LEFT JOIN core.remit_claim AS c ON e.remit_claim_id = c.remit_claim_id
WHERE
    e.status_on = getvariable('business_day')
    AND e.status IN ('posted', 'rejected')
    AND (
        e.status_before = 'suspended'
        -- A claim taken out of a remittance that is suspended as a whole.
        OR (e.status_before = 'not_posted' AND e.status = 'posted' AND r.status = 'suspended')
    )
