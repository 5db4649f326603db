-- title: Receivables from the first to the last day of the month, by payer and provider
-- one row per: party, payer and rendering provider with a balance or a movement
-- column party: insurer or patient.
-- column payer_id: Payer that owes; NULL for patients.
-- column rendering_npi: NPI of who rendered the service; NULL where the claim names none, or for money of no claim.
-- column opening: Receivables before the month's first posting, and balances taken over at go-live in the month, dollars.
-- column charges: Charged; raises the balance.
-- column payments: Paid; lowers the balance (negative: taken back).
-- column adjustments: Adjusted off; lowers the balance (negative: taken back).
-- column refunds: Credits owed back; raises the balance.
-- column transfers: Moved here from another payer or party; nets to zero over all.
-- column taken_over: Of opening: taken over at go-live in the month.
-- column closing: opening + charges - payments - adjustments + refunds + transfers.
WITH moved AS (
    SELECT party, payer_id, claim_id, charges, payments, adjustments, refunds, transfers, taken_over, change, 0 AS before
    FROM marts.ar_movements(getvariable('first_day')::DATE, getvariable('last_day')::DATE)
    UNION ALL
    SELECT
        CASE a.kind WHEN 'ar_patient' THEN 'patient' ELSE 'insurer' END AS party,
        a.payer_id,
        p.claim_id,
        0 AS charges, 0 AS payments, 0 AS adjustments, 0 AS refunds, 0 AS transfers, 0 AS taken_over, 0 AS change,
        sum(p.amount) AS before
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
    WHERE a.kind IN ('ar_insurer', 'ar_patient') AND p.posted_on < getvariable('first_day')::DATE
    GROUP BY a.kind, a.payer_id, p.claim_id
    HAVING sum(p.amount) <> 0
)

SELECT
    m.party,
    m.payer_id,
    c.rendering_npi,
    sum(m.before + m.taken_over)::DECIMAL(14, 2) AS opening,
    sum(m.charges)::DECIMAL(14, 2) AS charges,
    sum(m.payments)::DECIMAL(14, 2) AS payments,
    sum(m.adjustments)::DECIMAL(14, 2) AS adjustments,
    sum(m.refunds)::DECIMAL(14, 2) AS refunds,
    sum(m.transfers)::DECIMAL(14, 2) AS transfers,
    sum(m.taken_over)::DECIMAL(14, 2) AS taken_over,
    sum(m.before + m.change)::DECIMAL(14, 2) AS closing
FROM moved AS m
LEFT JOIN core.claim AS c ON m.claim_id = c.claim_id
GROUP BY m.party, m.payer_id, c.rendering_npi
HAVING
    sum(m.before) <> 0 OR sum(m.taken_over) <> 0 OR sum(m.charges) <> 0 OR sum(m.payments) <> 0
    OR sum(m.adjustments) <> 0 OR sum(m.refunds) <> 0 OR sum(m.transfers) <> 0
ORDER BY m.party, m.payer_id, c.rendering_npi
