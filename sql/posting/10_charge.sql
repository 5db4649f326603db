-- id: charge
-- title: A new claim is owed by its payer, or by the patient
-- when: claims
-- one row per transfer: debit receivable, credit charges, for each line of an encounter's first claim; that of a claim in
-- place of another names the charge that it corrects
SELECT
    'charge:' || c.claim_id AS transaction_id,
    CASE WHEN c.party = 'patient' THEN 'ar_patient' ELSE 'ar_insurer:' || c.payer_id END AS debit,
    'charges' AS credit,
    l.charge AS amount,
    l.service_from AS effective_on,
    c.claim_id,
    l.line_id,
    c.payer_id,
    e.source_file,
    e.source_line AS source_position,
    'charge' AS rule,
    'charge:' || c.replaces AS corrects
FROM core.claim AS c
INNER JOIN core.claim_line AS l USING (claim_id)
INNER JOIN core.encounter AS e ON c.received_id = e.received_id
WHERE
    c.created_on = getvariable('business_day')
    AND c.origin = 'encounter'
    -- A claim for a later payer receives its share from the earlier payer's remittance.
    AND c.payer_priority <= 1
