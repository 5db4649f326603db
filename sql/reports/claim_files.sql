-- title: Claim files written this night
-- one row per: file
SELECT
    claim_file,
    route,
    isa_control,
    claims,
    charge
FROM core.claim_file
WHERE created_on = getvariable('day')::DATE
ORDER BY claim_file
