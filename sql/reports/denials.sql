-- title: Open denials
-- one row per: category of denial
SELECT
    category,
    count(*) AS denials,
    count(DISTINCT claim_id) AS claims,
    sum(amount)::DECIMAL(14, 2) AS amount,
    count(*) FILTER (WHERE denied_on >= getvariable('day')::DATE - 6) AS last_week,
    string_agg(DISTINCT group_code || '-' || reason_code, ', ' ORDER BY group_code || '-' || reason_code) AS reasons,
    string_agg(DISTINCT action, '; ' ORDER BY action) AS action
FROM marts.denials
WHERE status = 'open'
GROUP BY category
ORDER BY amount DESC, category ASC
