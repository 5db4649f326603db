-- title: Totals of the nights
-- one row per: night
-- column night: Business day of the night.
-- column encounters_received: Encounters that came that night.
-- column charges_received: Their charges as sent, dollars.
-- column claims_created: Claims made that night.
-- column claims_submitted: Claims sent in files that night.
-- column charges_submitted: Their charges, dollars.
-- column claims_rejected: Claims of which a rejection came that night (999, TA1 or 277CA).
-- column remittances_received: Remittances that came that night.
-- column remitted: Their payments by BPR02, dollars.
-- column charges: Charges posted that night, dollars.
-- column payments: Payments posted to claims that night, dollars.
-- column adjustments: Adjustments posted that night, dollars.
-- column ar_insurer: Receivables from insurers after that night, dollars.
-- column ar_patient: Receivables from patients after that night, dollars.
-- column suspense: Money in suspense after that night, dollars.
WITH nights AS (
    SELECT night FROM core.night
    UNION
    SELECT posted_on FROM ledger.posting
    UNION
    SELECT getvariable('business_day')::DATE
    WHERE getvariable('business_day') IS NOT NULL
),

encounters AS (
    SELECT
        received_on AS night,
        count(*) AS encounters,
        sum(charge_received) AS charges
    FROM core.encounter
    GROUP BY ALL
),

claims AS (
    SELECT
        created_on AS night,
        count(*) AS claims
    FROM core.claim
    GROUP BY ALL
),

submissions AS (
    SELECT
        submitted_on AS night,
        count(*) AS claims,
        sum(charge) AS charges
    FROM core.claim_submission
    WHERE frequency <> '8'
    GROUP BY ALL
),

rejections AS (
    SELECT
        recorded_on AS night,
        count(DISTINCT claim_id) AS claims
    FROM core.claim_event
    WHERE outcome = 'rejected'
    GROUP BY ALL
),

remittances AS (
    SELECT
        received_on AS night,
        count(*) AS remittances,
        sum(paid_amount) AS paid
    FROM core.remittance
    GROUP BY ALL
),

movements AS (
    SELECT
        posted_on AS night,
        sum(charges) AS charges,
        sum(payments) AS payments,
        sum(adjustments) AS adjustments,
        sum(change) FILTER (WHERE party = 'insurer') AS insurer,
        sum(change) FILTER (WHERE party = 'patient') AS patient
    FROM marts.money_movements
    GROUP BY ALL
),

suspense AS (
    SELECT
        p.posted_on AS night,
        -sum(p.amount) AS amount
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
    WHERE a.kind = 'suspense'
    GROUP BY ALL
)

SELECT
    n.night,
    coalesce(e.encounters, 0) AS encounters_received,
    coalesce(e.charges, 0)::DECIMAL(14, 2) AS charges_received,
    coalesce(c.claims, 0) AS claims_created,
    coalesce(s.claims, 0) AS claims_submitted,
    coalesce(s.charges, 0)::DECIMAL(14, 2) AS charges_submitted,
    coalesce(j.claims, 0) AS claims_rejected,
    coalesce(r.remittances, 0) AS remittances_received,
    coalesce(r.paid, 0)::DECIMAL(14, 2) AS remitted,
    coalesce(m.charges, 0)::DECIMAL(14, 2) AS charges,
    coalesce(m.payments, 0)::DECIMAL(14, 2) AS payments,
    coalesce(m.adjustments, 0)::DECIMAL(14, 2) AS adjustments,
    coalesce(sum(m.insurer) OVER so_far, 0)::DECIMAL(14, 2) AS ar_insurer,
    coalesce(sum(m.patient) OVER so_far, 0)::DECIMAL(14, 2) AS ar_patient,
    coalesce(sum(u.amount) OVER so_far, 0)::DECIMAL(14, 2) AS suspense
FROM nights AS n
LEFT JOIN encounters AS e ON n.night = e.night
LEFT JOIN claims AS c ON n.night = c.night
LEFT JOIN submissions AS s ON n.night = s.night
LEFT JOIN rejections AS j ON n.night = j.night
LEFT JOIN remittances AS r ON n.night = r.night
LEFT JOIN movements AS m ON n.night = m.night
LEFT JOIN suspense AS u ON n.night = u.night
WINDOW so_far AS (ORDER BY n.night)
ORDER BY n.night
