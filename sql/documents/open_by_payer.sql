-- title: Who owes what, and how much of it for more than 90 days since the service
-- one row per: payer, patients together; the twelve that owe most of the old
SELECT
    payer_id,
    sum(amount) FILTER (WHERE bucket <> 'credit') AS owed,
    coalesce(sum(amount) FILTER (WHERE bucket IN ('91-120', '121+')), 0) AS over_90,
    coalesce(sum(amount) FILTER (WHERE bucket = 'credit'), 0) AS credits
FROM ar_aging
WHERE basis = 'service'
GROUP BY payer_id
ORDER BY over_90 DESC, owed DESC, payer_id ASC
LIMIT 12
