-- title: Checks of the laws this night
-- one row per: check
SELECT
    law,
    offenders
FROM core.law_result
WHERE night = getvariable('day')::DATE
ORDER BY law
