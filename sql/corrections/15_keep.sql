-- id: keep
-- title: New decisions, pending
-- reads: judged_correction

-- one row per decision
INSERT INTO core.correction BY NAME
SELECT
    correction_id, action, kind, claim_number, line_number, amount, whole_amount, named_payer, reference, reason,
    decided_by, decided_on, note, 'pending' AS status, source_file, source_line,
    getvariable('business_day') AS received_on
FROM judged_correction
WHERE fault IS NULL AND NOT known
ORDER BY correction_id;
