-- id: ar_aging_as_of
-- title: Receivables by age as they were known at the end of a business day
-- one row per party, payer and bucket: SELECT * FROM marts.ar_aging_as_of(DATE '2026-11-30', 'responsibility')
--
-- An item is what one claim owes on one account. It is as old as its base day, which depends on the basis:
--   service         first service day of the claim
--   billed          day of the claim's last submission to the payer up to as_of; a balance that was never billed (a patient's,
--                   a later payer's not yet sent): the day it reached its party, as for responsibility
--   posted          first day on which a debit of the item was posted
--   responsibility  day that the first debit of the item speaks of: service day of a charge, payment day of a transfer
--   all             each of these, four times the rows
-- An item without a debit (a payment before any charge) is as old as its first posting. Day 0 is the base day.
-- Only what was posted up to as_of counts, so the books of a past day are as they were then known.
CREATE OR REPLACE MACRO marts.ar_aging_as_of(as_of_day, aging_basis) AS TABLE
    WITH item AS (
        SELECT
            p.account,
            p.claim_id,
            any_value(a.kind) AS kind,
            any_value(a.payer_id) AS payer_id,
            sum(p.amount) AS amount,
            coalesce(min(p.posted_on) FILTER (WHERE p.amount > 0), min(p.posted_on)) AS posted_day,
            coalesce(min(p.effective_on) FILTER (WHERE p.amount > 0), min(p.effective_on)) AS responsible_day
        FROM ledger.posting AS p
        INNER JOIN ledger.account AS a USING (account)
        WHERE a.kind IN ('ar_insurer', 'ar_patient') AND p.posted_on <= as_of_day
        GROUP BY p.account, p.claim_id
        HAVING sum(p.amount) <> 0
    ),

    billed AS (
        SELECT claim_id, max(submitted_on) AS billed_day FROM core.claim_submission
        WHERE submitted_on <= as_of_day
        GROUP BY claim_id
    ),

    asked AS (
        SELECT b.basis
        FROM (VALUES ('service'), ('billed'), ('posted'), ('responsibility')) AS b (basis)
        WHERE
            CASE
                WHEN aging_basis IN ('service', 'billed', 'posted', 'responsibility', 'all')
                    THEN aging_basis IN (b.basis, 'all')
                ELSE error('basis must be service, billed, posted, responsibility or all')
            END
    ),

    aged AS (
        SELECT
            k.basis,
            CASE WHEN i.kind = 'ar_insurer' THEN 'insurer' ELSE 'patient' END AS party,
            i.payer_id,
            i.claim_id,
            i.amount,
            as_of_day - CASE k.basis
                WHEN 'service' THEN coalesce(c.service_from, i.responsible_day)
                WHEN 'billed' THEN coalesce(CASE WHEN i.kind = 'ar_insurer' THEN b.billed_day END, i.responsible_day)
                WHEN 'posted' THEN i.posted_day
                WHEN 'responsibility' THEN i.responsible_day
            END AS days
        FROM item AS i
        CROSS JOIN asked AS k
        LEFT JOIN core.claim AS c ON i.claim_id = c.claim_id
        LEFT JOIN billed AS b ON i.claim_id = b.claim_id
    )

    SELECT
        as_of_day AS as_of,
        basis,
        party,
        payer_id,
        CASE
            WHEN amount < 0 THEN 'credit'
            WHEN days < 0 THEN 'future'
            WHEN days <= 30 THEN '0-30'
            WHEN days <= 60 THEN '31-60'
            WHEN days <= 90 THEN '61-90'
            WHEN days <= 120 THEN '91-120'
            ELSE '121+'
        END AS bucket,
        count(DISTINCT claim_id) AS claims,
        cast(sum(amount) AS decimal(14, 2)) AS amount
    FROM aged
    GROUP BY ALL
