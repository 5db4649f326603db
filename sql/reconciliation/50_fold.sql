-- id: fold
-- title: The receivables of the days before tonight, folded: tonight's aging reads them and tonight's postings, not the ledger
-- one row per receivable account and claim touched since the last folding
CREATE OR REPLACE TEMP TABLE ar_delta AS
SELECT
    account,
    claim_id,
    sum(amount) AS amount,
    min(posted_on) FILTER (WHERE amount > 0) AS debited_on,
    min(posted_on) AS posted_on,
    min(effective_on) FILTER (WHERE amount > 0) AS debit_effective_on,
    min(effective_on) AS effective_on
FROM ledger.posting
WHERE
    posted_on >= coalesce((SELECT max(until_day) FROM folded.ar_until), DATE '0001-01-01')
    AND posted_on < getvariable('business_day')
    AND (account = 'ar_patient' OR starts_with(account, 'ar_insurer:'))
GROUP BY account, claim_id;

CREATE OR REPLACE TEMP TABLE ar_merged AS
SELECT
    d.account,
    d.claim_id,
    cast(d.amount + coalesce(i.amount, 0) AS DECIMAL(14, 2)) AS amount,
    least(d.debited_on, i.debited_on) AS debited_on,
    least(d.posted_on, i.posted_on) AS posted_on,
    least(d.debit_effective_on, i.debit_effective_on) AS debit_effective_on,
    least(d.effective_on, i.effective_on) AS effective_on
FROM ar_delta AS d
LEFT JOIN folded.ar_item AS i ON d.account = i.account AND d.claim_id IS NOT DISTINCT FROM i.claim_id;

DELETE FROM folded.ar_item USING ar_delta
WHERE
    folded.ar_item.account = ar_delta.account
    AND folded.ar_item.claim_id IS NOT DISTINCT FROM ar_delta.claim_id;

INSERT INTO folded.ar_item BY NAME
SELECT * FROM ar_merged
ORDER BY account, claim_id;

DELETE FROM folded.ar_until;

INSERT INTO folded.ar_until VALUES (getvariable('business_day'));
