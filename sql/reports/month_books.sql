-- title: The accounts of a month as the ledger has them
-- one row per: kind of account
SELECT
    a.kind,
    coalesce(sum(p.amount) FILTER (WHERE p.posted_on < getvariable('first')::DATE), 0)::DECIMAL(14, 2) AS opening,
    coalesce(sum(p.amount) FILTER (WHERE p.posted_on >= getvariable('first')::DATE), 0)::DECIMAL(14, 2) AS change,
    sum(p.amount)::DECIMAL(14, 2) AS closing
FROM ledger.posting AS p
INNER JOIN ledger.account AS a ON p.account = a.account
WHERE p.posted_on <= getvariable('last')::DATE
GROUP BY a.kind
ORDER BY a.kind
