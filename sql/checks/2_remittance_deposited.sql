-- id: remittance_deposited
-- law: 2
-- title: No remittance is deposited beyond its payment
-- scope: everything
-- one row per remittance whose deposits and fees are together more than BPR02, or below zero, or that was not posted, or rejected and keeps a deposit
WITH matched AS (
    SELECT remittance_id, sum(amount + fee) AS amount FROM core.deposit_match
    GROUP BY remittance_id
    HAVING max(matched_on) = getvariable('business_day') OR getvariable('whole_history')
)

SELECT m.remittance_id, r.paid_amount, m.amount AS deposited
FROM matched AS m
LEFT JOIN core.remittance AS r ON m.remittance_id = r.remittance_id
WHERE r.remittance_id IS NULL OR r.status = 'held' OR NOT m.amount BETWEEN 0 AND CASE r.status WHEN 'rejected' THEN 0 ELSE r.paid_amount END
