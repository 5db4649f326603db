-- title: What was collected in a month
-- one row per: payer, and one for patients
SELECT
    m.party,
    CASE m.party WHEN 'patient' THEN 'Patients' ELSE coalesce(p.name, m.payer_id, 'Payer not known') END AS payer,
    sum(m.charges)::DECIMAL(14, 2) AS charges,
    sum(m.payments)::DECIMAL(14, 2) AS payments,
    sum(m.adjustments)::DECIMAL(14, 2) AS adjustments
FROM marts.money_movements AS m
LEFT JOIN reference.payer AS p ON m.payer_id = p.payer_id
WHERE m.posted_on BETWEEN getvariable('first')::DATE AND getvariable('last')::DATE
GROUP BY m.party, m.payer_id, p.name
ORDER BY m.party ASC, payments DESC, payer ASC
