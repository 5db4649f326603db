-- title: What each claim owes on each receivable account
-- one row per: receivable account and claim with a balance
-- column account: Receivable account (ledger.account).
-- column party: insurer or patient: who owes.
-- column payer_id: Payer that owes; NULL for patients.
-- column claim_id: Claim; NULL for money of no claim.
-- column amount: Open dollars; below zero: a credit.
-- column service_day: First service day of the claim.
-- column billed_day: Day of its last submission to the payer; for what was never billed responsible_day.
-- column posted_day: First day on which a debit of it was posted.
-- column responsible_day: Day that its first debit speaks of: since when its present party owes it.
-- column age_days: Days from responsible_day to the last night.
-- column bucket: Age bucket by responsible_day; credit below zero.
SELECT
    *,
    getvariable('business_day')::DATE - responsible_day AS age_days,
    marts.ar_bucket(amount, getvariable('business_day')::DATE - responsible_day) AS bucket
FROM marts.ar_open_items_as_of(getvariable('business_day')::DATE)
ORDER BY account, claim_id
