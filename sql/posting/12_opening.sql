-- id: opening_balance
-- title: What was open in the system before is owed here by whom it was owed there, as of the day of service
-- when: claims
-- one row per transfer: debit receivable, credit opening, for each line of a claim taken over
SELECT
    'opening:' || c.claim_id AS transaction_id,
    CASE WHEN c.party = 'patient' THEN 'ar_patient' ELSE 'ar_insurer:' || c.payer_id END AS debit,
    'opening' AS credit,
    o.open_amount AS amount,
    l.service_from AS effective_on,
    c.claim_id,
    o.line_id,
    c.payer_id,
    o.source_file,
    o.source_line AS source_position,
    'opening_balance' AS rule
FROM core.claim AS c
INNER JOIN core.opening_balance AS o ON c.claim_id = o.claim_id
INNER JOIN core.claim_line AS l ON o.line_id = l.line_id
WHERE c.created_on = getvariable('business_day') AND c.origin = 'opening'
