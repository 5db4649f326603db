-- id: events
-- title: What the payer said of each claim of ours
-- one row per matched remitted claim of a posted remittance
INSERT OR REPLACE INTO core.claim_event BY NAME
WITH open_amount AS (
    SELECT remit_claim_id, sum(amount) AS amount FROM decided_adjustment
    WHERE posting = 'open'
    GROUP BY remit_claim_id
)

SELECT
    'remittance:' || p.remit_claim_id AS event_id,
    p.claim_id,
    coalesce(n.claim_number, p.claim_number) AS claim_number,
    'remittance' AS event,
    CASE
        WHEN p.status_code = '22' THEN 'reversed'
        WHEN p.status_code IN ('23', '25') AND p.status <> 'posted' THEN 'pending'
        WHEN p.status_code = '4' OR (p.paid_amount = 0 AND o.amount > 0) THEN 'denied'
        ELSE 'paid'
    END AS outcome,
    'payer' AS source,
    p.status_code AS category_code,
    p.payer_claim_number,
    coalesce(a.payment_on, getvariable('business_day')) AS event_on,
    getvariable('business_day') AS recorded_on,
    p.source_file,
    p."offset" AS source_position
FROM placed AS p
INNER JOIN accepted AS a USING (remittance_id)
LEFT JOIN open_amount AS o USING (remit_claim_id)
LEFT JOIN core.claim_submission AS n ON upper(trim(p.claim_number)) = n.claim_number
WHERE
    p.remittance_status = 'posted'
    AND (p.status = 'posted' OR p.status_code IN ('23', '25')) AND p.claim_id IS NOT NULL
ORDER BY event_id;
