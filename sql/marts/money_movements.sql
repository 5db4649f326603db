-- title: Movements of the receivables
-- one row per: posting day, party and payer with a movement
-- column posted_on: Business day of the night that posted it.
-- column party: insurer or patient: whose balance moved.
-- column payer_id: Payer whose balance moved; NULL for patients.
-- column charges: Charged, dollars; raises the balance.
-- column payments: Paid, dollars; lowers the balance (negative: taken back).
-- column adjustments: Adjusted off, dollars; lowers the balance.
-- column transfers: Moved here from another payer or party, dollars (negative: moved away); nets to zero over all.
-- column change: Change of the balance: charges - payments - adjustments + transfers.
WITH legs AS (
    SELECT
        p.posted_on,
        p.transaction_id,
        p.amount,
        a.kind IN ('ar_insurer', 'ar_patient') AS receivable,
        a.kind,
        CASE WHEN a.kind = 'ar_insurer' THEN a.payer_id WHEN a.kind <> 'ar_patient' THEN p.payer_id END AS payer_id
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
),

-- What stands against a receivable in the same transaction says why the receivable moved; money that touches no
-- receivable (in suspense, on its way to the bank) does not count.
moved AS (
    SELECT
        posted_on,
        payer_id,
        coalesce(sum(amount) FILTER (WHERE receivable), 0) AS change,
        coalesce(-sum(amount) FILTER (WHERE kind = 'charges'), 0) AS charges,
        coalesce(sum(amount) FILTER (WHERE kind = 'adjustment'), 0) AS adjustments,
        coalesce(sum(amount) FILTER (WHERE NOT receivable AND kind NOT IN ('charges', 'adjustment')), 0) AS payments
    FROM legs
    WHERE
        transaction_id IN (
            SELECT touching.transaction_id FROM legs AS touching
            WHERE touching.receivable
        )
    GROUP BY posted_on, payer_id
)

SELECT
    posted_on,
    CASE WHEN payer_id IS NULL THEN 'patient' ELSE 'insurer' END AS party,
    payer_id,
    charges::DECIMAL(14, 2) AS charges,
    payments::DECIMAL(14, 2) AS payments,
    adjustments::DECIMAL(14, 2) AS adjustments,
    (change - charges + payments + adjustments)::DECIMAL(14, 2) AS transfers,
    change::DECIMAL(14, 2) AS change
FROM moved
ORDER BY posted_on, party, payer_id
