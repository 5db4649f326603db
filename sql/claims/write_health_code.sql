-- id: 837p_health_code
-- title: 837P segment HI: diagnoses, the principal one first, at most 12

-- one row per diagnosis of a claim
SELECT
    p.route,
    p.st_index,
    p.claim_index,
    '2300' AS loop,
    row_number() OVER (PARTITION BY p.route, p.st_index, p.claim_index ORDER BY g.position) AS position,
    -- ICD-9-CM (BK, BF) for days before 2015-10-01, ICD-10-CM (ABK, ABF) from then on: 45 CFR 162.1002
    CASE WHEN c.service_from < DATE '2015-10-01' THEN '' ELSE 'A' END
    || CASE WHEN g.position = min(g.position) OVER (PARTITION BY p.claim_id) THEN 'BK' ELSE 'BF' END AS qualifier,
    g.code
FROM claim_plan AS p
INNER JOIN core.claim_diagnosis AS g ON p.claim_id = g.claim_id
INNER JOIN core.claim AS c ON p.claim_id = c.claim_id
ORDER BY p.route, p.st_index, p.claim_index, position;
