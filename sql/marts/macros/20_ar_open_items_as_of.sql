-- id: ar_open_items_as_of
-- title: What each claim owed on each receivable account, as it was known at the end of a business day, with four base days
-- one row per account and claim with a balance: SELECT * FROM marts.ar_open_items_as_of(DATE '2026-11-30')
--
-- Base days, from which an item's age is counted:
--   service_day         first service day of the claim
--   billed_day          day of the claim's last submission to the payer up to as_of; a balance that was never billed (a
--                       patient's, a later payer's not yet sent): the day it reached its party, as for responsible_day
--   posted_day          first day on which a debit of the item was posted
--   responsible_day     day that the first debit of the item speaks of: service day of a charge, payment day of a transfer
-- An item without a debit (a payment before any charge) is as old as its first posting. Only what was posted or sent up to
-- as_of counts, so the books of a past day are as they were then known.
CREATE OR REPLACE MACRO marts.ar_open_items_as_of(as_of_day) AS TABLE
    WITH item AS (
        SELECT
            p.account,
            p.claim_id,
            any_value(a.payer_id) AS payer_id,
            sum(p.amount) AS amount,
            coalesce(min(p.posted_on) FILTER (WHERE p.amount > 0), min(p.posted_on)) AS posted_day,
            coalesce(min(p.effective_on) FILTER (WHERE p.amount > 0), min(p.effective_on)) AS responsible_day
        FROM ledger.posting AS p
        INNER JOIN ledger.account AS a ON p.account = a.account
        WHERE a.kind IN ('ar_insurer', 'ar_patient') AND p.posted_on <= as_of_day
        GROUP BY p.account, p.claim_id
        HAVING sum(p.amount) <> 0
    ),

    billed AS (
        SELECT claim_id, max(submitted_on) AS billed_day FROM core.claim_submission
        WHERE submitted_on <= as_of_day
        GROUP BY claim_id
    )

    SELECT
        i.account,
        CASE WHEN i.account = 'ar_patient' THEN 'patient' ELSE 'insurer' END AS party,
        i.payer_id,
        i.claim_id,
        cast(i.amount AS decimal(14, 2)) AS amount,
        coalesce(c.service_from, i.responsible_day) AS service_day,
        CASE WHEN i.account = 'ar_patient' THEN i.responsible_day ELSE coalesce(b.billed_day, i.responsible_day) END
            AS billed_day,
        i.posted_day,
        i.responsible_day
    FROM item AS i
    LEFT JOIN core.claim AS c ON i.claim_id = c.claim_id
    LEFT JOIN billed AS b ON i.claim_id = b.claim_id;
