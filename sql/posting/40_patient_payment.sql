-- id: patient_payment
-- title: What a patient paid settles the patient's receivable, or waits in suspense while its claim is not known
-- when: patient_payments
-- one row per transfer: debit cash from patients, credit the patient's receivable or suspense
SELECT
    'patient:' || p.payment_id AS transaction_id,
    'cash:patient' AS debit,
    CASE WHEN p.claim_id IS NULL THEN 'suspense:patient' ELSE 'ar_patient' END AS credit,
    p.amount,
    p.paid_on AS effective_on,
    p.claim_id,
    p.source_file,
    p.source_line AS source_position,
    'patient_payment' AS rule
FROM core.patient_payment AS p
WHERE p.received_on = getvariable('business_day')
