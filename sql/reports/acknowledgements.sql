-- title: Answers to claims that came this night
-- one row per: kind of answer, sender and outcome
SELECT
    kind,
    source,
    outcome,
    count(*) AS answers,
    sum(matched_claims)::BIGINT AS claims
FROM core.acknowledgement
WHERE recorded_on = getvariable('day')::DATE
GROUP BY kind, source, outcome
ORDER BY kind, source, outcome
