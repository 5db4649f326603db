-- title: Receivables from the first to the last day of the month, by party
-- one row per: party
-- column party: insurer or patient.
-- column opening: Receivables before the month's first posting, and balances taken over at go-live in the month, dollars.
-- column charges: Charged; raises the balance.
-- column payments: Paid; lowers the balance (negative: taken back).
-- column adjustments: Adjusted off; lowers the balance (negative: taken back).
-- column refunds: Credits owed back to payers and patients; raises the balance.
-- column transfers: Moved here from the other party; nets to zero over the parties.
-- column taken_over: Of opening: taken over at go-live in the month.
-- column closing: opening + charges - payments - adjustments + refunds + transfers.
WITH moved AS (
    SELECT
        party,
        sum(charges) AS charges,
        sum(payments) AS payments,
        sum(adjustments) AS adjustments,
        sum(refunds) AS refunds,
        sum(transfers) AS transfers,
        sum(taken_over) AS taken_over,
        sum(change) AS change
    FROM marts.ar_movements(getvariable('first_day')::DATE, getvariable('last_day')::DATE)
    GROUP BY party
),

before AS (
    SELECT CASE a.kind WHEN 'ar_patient' THEN 'patient' ELSE 'insurer' END AS party, sum(p.amount) AS amount
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
    WHERE a.kind IN ('ar_insurer', 'ar_patient') AND p.posted_on < getvariable('first_day')::DATE
    GROUP BY ALL
)

SELECT
    t.party,
    (coalesce(b.amount, 0) + coalesce(m.taken_over, 0))::DECIMAL(14, 2) AS opening,
    coalesce(m.charges, 0)::DECIMAL(14, 2) AS charges,
    coalesce(m.payments, 0)::DECIMAL(14, 2) AS payments,
    coalesce(m.adjustments, 0)::DECIMAL(14, 2) AS adjustments,
    coalesce(m.refunds, 0)::DECIMAL(14, 2) AS refunds,
    coalesce(m.transfers, 0)::DECIMAL(14, 2) AS transfers,
    coalesce(m.taken_over, 0)::DECIMAL(14, 2) AS taken_over,
    (coalesce(b.amount, 0) + coalesce(m.change, 0))::DECIMAL(14, 2) AS closing
FROM (VALUES ('insurer'), ('patient')) AS t (party)
LEFT JOIN moved AS m ON t.party = m.party
LEFT JOIN before AS b ON t.party = b.party
ORDER BY t.party
