-- title: Remittances that came this night
-- one row per: remittance
SELECT
    r.remittance_id,
    coalesce(p.name, r.payer_name, r.payer_identifier) AS payer,
    r.trace,
    r.payment_on,
    m.paid_amount,
    m.provider_adjustments,
    m.posted,
    m.suspense,
    m.status,
    r.reason,
    (
        SELECT count(*) FROM core.remit_claim AS c
        WHERE c.remittance_id = r.remittance_id
    ) AS claims
FROM core.remittance AS r
INNER JOIN marts.reconciliation_remittances AS m ON r.remittance_id = m.remittance_id
LEFT JOIN reference.payer AS p ON r.payer_id = p.payer_id
WHERE r.received_on = getvariable('day')::DATE
ORDER BY m.paid_amount DESC, r.remittance_id ASC
