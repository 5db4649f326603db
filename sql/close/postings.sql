-- title: Every posting of the month
-- one row per: posting
-- column posting_id: Posting.
-- column transaction_id: Transaction; its postings sum to zero.
-- column account: Account.
-- column amount: Dollars, debit positive.
-- column posted_on: Business day of the night that posted it.
-- column effective_on: Day it speaks of.
-- column claim_id: Claim concerned; NULL for money of no claim.
-- column line_id: Claim line concerned; NULL for the claim as a whole.
-- column payer_id: Payer concerned.
-- column source_file: sha256 of the file it rests on; NULL where it rests on none.
-- column source_position: Byte offset or line in source_file.
-- column rule: Posting rule.
-- column corrects: Transaction that this one takes back or corrects; NULL for one that stands alone.
SELECT
    posting_id, transaction_id, account, amount, posted_on, effective_on, claim_id, line_id, payer_id, source_file,
    source_position, rule, corrects
FROM ledger.posting
WHERE posted_on BETWEEN getvariable('first_day')::DATE AND getvariable('last_day')::DATE
ORDER BY posting_id
