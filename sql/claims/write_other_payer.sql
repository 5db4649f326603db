-- id: 837p_other_payer
-- title: 837P loops 2320, 2330A, 2330B: coverages in force beside the responsible payer's, of payers that we know

-- one row per claim and other coverage (at most 10)
SELECT
    p.route,
    p.st_index,
    p.claim_index,
    v.payer_rank - 2 AS other_payer_index,
    substr('PSTABCDEFGH', v.payer_rank, 1) AS payer_rank,
    v.relationship,
    v.group_number,
    CASE WHEN v.group_number IS NULL THEN v.group_name END AS group_name,
    v.filing_indicator,
    'Y' AS benefits_assigned,
    'Y' AS release,
    '1' AS entity_type,
    v.subscriber_last_name AS last_or_organization_name,
    v.subscriber_first_name AS first_name,
    v.subscriber_middle_name AS middle_name,
    'MI' AS member_qualifier,
    v.member_id,
    v.subscriber_address_line1 AS address_line1,
    v.subscriber_address_line2 AS address_line2,
    v.subscriber_city AS city,
    v.subscriber_state AS state,
    replace(v.subscriber_postal_code, '-', '') AS postal_code,
    v.payer_name,
    'PI' AS payer_qualifier,
    v.payer_id
FROM claim_plan AS p
INNER JOIN claim_coverage AS v ON p.received_id = v.received_id
WHERE v.payer_rank BETWEEN 2 AND 11 AND v.route IS NOT NULL
ORDER BY p.route, p.st_index, p.claim_index, other_payer_index;
