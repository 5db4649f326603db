-- title: Money by payer: this night, this month so far, and what is open
-- one row per: payer, and one for patients
WITH movements AS (
    SELECT
        *,
        posted_on = getvariable('day')::DATE AS tonight,
        posted_on >= date_trunc('month', getvariable('day')::DATE) AS this_month
    FROM marts.money_movements
    WHERE posted_on <= getvariable('day')::DATE
)

SELECT
    m.party,
    CASE m.party WHEN 'patient' THEN 'Patients' ELSE coalesce(p.name, m.payer_id, 'Payer not known') END AS payer,
    coalesce(sum(charges) FILTER (WHERE tonight), 0)::DECIMAL(14, 2) AS night_charges,
    coalesce(sum(payments) FILTER (WHERE tonight), 0)::DECIMAL(14, 2) AS night_payments,
    coalesce(sum(adjustments) FILTER (WHERE tonight), 0)::DECIMAL(14, 2) AS night_adjustments,
    coalesce(sum(charges) FILTER (WHERE this_month), 0)::DECIMAL(14, 2) AS charges,
    coalesce(sum(payments) FILTER (WHERE this_month), 0)::DECIMAL(14, 2) AS payments,
    coalesce(sum(adjustments) FILTER (WHERE this_month), 0)::DECIMAL(14, 2) AS adjustments,
    sum(m.change)::DECIMAL(14, 2) AS open_amount
FROM movements AS m
LEFT JOIN reference.payer AS p ON m.payer_id = p.payer_id
GROUP BY m.party, m.payer_id, p.name
ORDER BY m.party ASC, open_amount DESC, payer ASC
