-- id: claim_in_its_file
-- law: 3
-- title: A claim file holds the claims and charges that were submitted in it
-- scope: everything
-- one row per file whose claims or charges differ from its submissions
WITH sent AS (
    SELECT claim_file, count(*) AS claims, sum(charge) AS charge FROM core.claim_submission
    WHERE submitted_on = getvariable('business_day') OR getvariable('whole_history')
    GROUP BY claim_file
),

written AS (
    SELECT claim_file, claims, charge FROM core.claim_file
    WHERE created_on = getvariable('business_day') OR getvariable('whole_history')
)

SELECT coalesce(f.claim_file, s.claim_file) AS claim_file, f.claims, s.claims AS submitted
FROM written AS f
FULL JOIN sent AS s ON f.claim_file = s.claim_file
WHERE (f.claims, f.charge) IS DISTINCT FROM (s.claims, s.charge)
