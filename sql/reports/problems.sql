-- title: Problems found this night
-- one row per: problem
SELECT
    stage,
    code,
    severity,
    source_file,
    position,
    message,
    remedy
FROM core.problem
WHERE found_on = getvariable('day')::DATE
ORDER BY severity, stage, code, problem_id
