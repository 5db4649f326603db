-- id: patient_payment
-- title: What a patient paid settles the patient's receivable, or is held while its claim is not known or not named
-- when: patient_payments
-- one row per transfer: debit cash from patients, credit the patient's receivable, suspense (a claim that is not known) or
-- unapplied (no claim); a refund is a negative amount
SELECT
    'patient:' || p.payment_id AS transaction_id,
    'cash:patient' AS debit,
    CASE
        WHEN p.claim_id IS NOT NULL THEN 'ar_patient'
        WHEN p.claim_number IS NULL THEN 'unapplied:patient'
        ELSE 'suspense:patient'
    END AS credit,
    p.amount,
    p.paid_on AS effective_on,
    p.claim_id,
    p.source_file,
    p.source_line AS source_position,
    'patient_payment' AS rule
FROM core.patient_payment AS p
WHERE p.received_on = getvariable('business_day')
