-- title: Movements of the receivables by day, payer and provider
-- one row per: posting day, party, payer and rendering provider with a movement
-- column posted_on: Business day of the night that posted it.
-- column party: insurer or patient: whose balance moved.
-- column payer_id: Payer whose balance moved; NULL for patients.
-- column rendering_npi: NPI of who rendered the service; NULL where the claim names none, or for money of no claim.
-- column charges: Charged; raises the balance.
-- column payments: Paid; lowers the balance (negative: taken back).
-- column adjustments: Adjusted off; lowers the balance (negative: taken back).
-- column refunds: Credits owed back; raises the balance.
-- column transfers: Moved here from another payer or party; nets to zero over all.
-- column taken_over: Balances taken over at go-live.
-- column change: Change of the balance: charges - payments - adjustments + refunds + transfers + taken_over.
SELECT
    m.posted_on,
    m.party,
    m.payer_id,
    c.rendering_npi,
    sum(m.charges)::DECIMAL(14, 2) AS charges,
    sum(m.payments)::DECIMAL(14, 2) AS payments,
    sum(m.adjustments)::DECIMAL(14, 2) AS adjustments,
    sum(m.refunds)::DECIMAL(14, 2) AS refunds,
    sum(m.transfers)::DECIMAL(14, 2) AS transfers,
    sum(m.taken_over)::DECIMAL(14, 2) AS taken_over,
    sum(m.change)::DECIMAL(14, 2) AS change
FROM marts.ar_movements(DATE '0001-01-01', DATE '9999-12-31') AS m
LEFT JOIN core.claim AS c ON m.claim_id = c.claim_id
GROUP BY ALL
ORDER BY m.posted_on, m.party, m.payer_id, c.rendering_npi
