-- title: What needs a person
-- one row per: kind of work and who does it
SELECT
    kind,
    who,
    count(*) AS items,
    sum(amount)::DECIMAL(14, 2) AS amount,
    min(since) AS since,
    max(age_days) AS age_days
FROM marts.worklist
GROUP BY kind, who
ORDER BY amount DESC NULLS LAST, items DESC, kind ASC, who ASC
