-- title: Receivables by age on the last day, as they were then known
-- one row per: basis, party, payer and age bucket that is not empty
-- column basis: Day the age is counted from: service, billed, posted or responsibility.
-- column party: insurer or patient.
-- column payer_id: Payer that owes; NULL for patients.
-- column bucket: 0-30, 31-60, 61-90, 91-120, 121+, credit (balance below zero) or future (base day after the last day).
-- column claims: Claims with a balance in the bucket.
-- column amount: Open dollars.
SELECT basis, party, payer_id, bucket, claims, amount
FROM marts.ar_aging_as_of(getvariable('last_day')::DATE, 'all')
ORDER BY basis, party, payer_id, bucket
