-- title: What each claim owed on the last day, with the four days that an age may be counted from
-- one row per: receivable account and claim with a balance
-- column account: Receivable account.
-- column party: insurer or patient: who owes.
-- column payer_id: Payer that owes; NULL for patients.
-- column claim_id: Claim; NULL for money of no claim.
-- column amount: Open dollars; below zero: a credit.
-- column service_day: First service day of the claim.
-- column billed_day: Day of its last submission to the payer up to the last day; for what was never billed responsible_day.
-- column posted_day: First day on which a debit of it was posted.
-- column responsible_day: Day that its first debit speaks of.
SELECT account, party, payer_id, claim_id, amount, service_day, billed_day, posted_day, responsible_day
FROM marts.ar_open_items_as_of(getvariable('last_day')::DATE)
ORDER BY account, claim_id
