-- title: How the receivables moved in a month
-- one row per: party
SELECT
    party,
    coalesce(sum(change) FILTER (WHERE posted_on < getvariable('first')::DATE), 0)::DECIMAL(14, 2) AS opening,
    coalesce(sum(charges) FILTER (WHERE posted_on >= getvariable('first')::DATE), 0)::DECIMAL(14, 2) AS charges,
    coalesce(sum(payments) FILTER (WHERE posted_on >= getvariable('first')::DATE), 0)::DECIMAL(14, 2) AS payments,
    coalesce(sum(adjustments) FILTER (WHERE posted_on >= getvariable('first')::DATE), 0)::DECIMAL(14, 2) AS adjustments,
    coalesce(sum(transfers) FILTER (WHERE posted_on >= getvariable('first')::DATE), 0)::DECIMAL(14, 2) AS transfers,
    sum(change)::DECIMAL(14, 2) AS closing
FROM marts.money_movements
WHERE posted_on <= getvariable('last')::DATE
GROUP BY party
ORDER BY party
