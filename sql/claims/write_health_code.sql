-- id: 837p_health_code
-- title: 837P segment HI: diagnoses, the principal one first, at most 12

-- one row per diagnosis of a claim
SELECT
    p.route,
    p.st_index,
    p.claim_index,
    '2300' AS loop,
    row_number() OVER (PARTITION BY p.route, p.st_index, p.claim_index ORDER BY g.position) AS position,
    CASE WHEN g.position = min(g.position) OVER (PARTITION BY p.claim_id) THEN 'ABK' ELSE 'ABF' END AS qualifier,
    g.code
FROM claim_plan AS p
INNER JOIN core.claim_diagnosis AS g ON p.claim_id = g.claim_id
ORDER BY p.route, p.st_index, p.claim_index, position;
