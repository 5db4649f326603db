-- title: Open receivables by age on the last day of the month, by days since the service
-- one row per: party and bucket
SELECT party, bucket, sum(claims)::BIGINT AS claims, sum(amount) AS amount FROM ar_aging
WHERE basis = 'service'
GROUP BY ALL
ORDER BY party, bucket
