-- title: Open receivables by age
-- one row per: party and age bucket of this night, by day of service
SELECT
    party,
    bucket,
    sum(claims)::BIGINT AS claims,
    sum(amount)::DECIMAL(14, 2) AS amount
FROM marts.ar_aging
WHERE basis = 'service' AND as_of = getvariable('day')::DATE
GROUP BY party, bucket
ORDER BY party, bucket
