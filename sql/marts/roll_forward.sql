-- title: Receivables from the first to the last day of each calendar month, by party
-- one row per: calendar month and party
-- column period: First day of the month.
-- column party: insurer or patient.
-- column opening: Receivables before its first posting, and balances taken over at go-live in this month, dollars.
-- column charges: Charged; raises the balance.
-- column payments: Paid; lowers the balance (negative: taken back).
-- column adjustments: Adjusted off; lowers the balance (negative: taken back).
-- column refunds: Credits owed back to payers and patients; raises the balance.
-- column transfers: Moved here from the other party; nets to zero over the parties.
-- column taken_over: Of opening: taken over at go-live this month from the system before.
-- column closing: Receivables after its last posting so far: opening + charges - payments - adjustments + refunds + transfers.
WITH moved AS (
    SELECT
        date_trunc('month', posted_on)::DATE AS period,
        party,
        sum(charges) AS charges,
        sum(payments) AS payments,
        sum(adjustments) AS adjustments,
        sum(refunds) AS refunds,
        sum(transfers) AS transfers,
        sum(taken_over) AS taken_over,
        sum(change) AS change
    FROM marts.ar_movements(DATE '0001-01-01', DATE '9999-12-31')
    GROUP BY ALL
),

periods AS (
    SELECT unnest(generate_series(min(period), max(period), INTERVAL 1 MONTH))::DATE AS period FROM moved
),

every AS (
    SELECT
        p.period,
        t.party,
        coalesce(m.charges, 0) AS charges,
        coalesce(m.payments, 0) AS payments,
        coalesce(m.adjustments, 0) AS adjustments,
        coalesce(m.refunds, 0) AS refunds,
        coalesce(m.transfers, 0) AS transfers,
        coalesce(m.taken_over, 0) AS taken_over,
        coalesce(m.change, 0) AS change,
        sum(coalesce(m.change, 0)) OVER (PARTITION BY t.party ORDER BY p.period) AS closing
    FROM periods AS p
    CROSS JOIN (VALUES ('insurer'), ('patient')) AS t (party)
    LEFT JOIN moved AS m ON p.period = m.period AND t.party = m.party
)

SELECT
    period,
    party,
    (closing - change + taken_over)::DECIMAL(14, 2) AS opening,
    charges::DECIMAL(14, 2) AS charges,
    payments::DECIMAL(14, 2) AS payments,
    adjustments::DECIMAL(14, 2) AS adjustments,
    refunds::DECIMAL(14, 2) AS refunds,
    transfers::DECIMAL(14, 2) AS transfers,
    taken_over::DECIMAL(14, 2) AS taken_over,
    closing::DECIMAL(14, 2) AS closing
FROM every
ORDER BY period, party
