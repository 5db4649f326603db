-- id: 837p_other
-- title: 837P loops 2320, 2330A, 2330B: coverages in force beside the responsible payer's, of payers that we know

-- one row per claim and other coverage (at most 10)
SELECT
    p.route,
    p.st,
    p.provider,
    p.subscriber,
    p.patient,
    p.claim,
    v.payer_rank AS other,
    substr('PSTABCDEFGH', v.payer_rank, 1) AS payer_rank,
    v.relationship,
    v.group_number,
    CASE WHEN v.group_number IS NULL THEN v.group_name END AS group_name,
    v.filing_indicator,
    v.subscriber_last_name AS last_name,
    v.subscriber_first_name AS first_name,
    v.subscriber_middle_name AS middle_name,
    v.member_id,
    v.payer_name,
    v.payer_id
FROM claim_plan AS p
INNER JOIN claim_coverage AS v ON p.received_id = v.received_id
WHERE v.payer_rank BETWEEN 2 AND 11 AND v.route IS NOT NULL
ORDER BY p.route, p.st, p.subscriber, p.claim, v.payer_rank;
