-- id: remit_patient_share
-- title: What the payer leaves to the patient moves to the encounter's next payer, else to the patient
-- when: remittances
-- one row per transfer: debit the next payer's receivable on its own claim, or the patient's on the encounter's first claim;
-- credit the payer's receivable
SELECT
    'remit:' || s.remit_claim_id AS transaction_id,
    s.share_account AS debit,
    s.account AS credit,
    a.amount,
    s.effective_on,
    s.claim_id,
    l.line_id,
    s.payer_id,
    s.share_claim_id AS debit_claim_id,
    CASE WHEN s.share_to_payer THEN r.next_line_id ELSE r.first_line_id END AS debit_line_id,
    CASE WHEN s.share_to_payer THEN n.payer_id ELSE s.payer_id END AS debit_payer_id,
    s.source_file,
    a.source_position,
    'remit_patient_share' AS rule,
    s.corrects
FROM settled AS s
INNER JOIN core.remit_adjustment AS a USING (remit_claim_id)
LEFT JOIN core.remit_line AS l USING (remit_line_id)
LEFT JOIN relative_line AS r USING (line_id)
LEFT JOIN relative AS n ON s.share_claim_id = n.claim_id
WHERE a.posting = 'patient'
