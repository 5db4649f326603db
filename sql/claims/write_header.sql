-- id: 837p_header
-- title: 837P loops ST, 1000A, 1000B

-- one row per transaction set
SELECT DISTINCT
    p.route,
    p.st_index,
    p.st_control,
    '00' AS purpose,
    i.isa_control || p.st_control AS reference,
    n.day AS created_on,
    '0000' AS created_at,
    'CH' AS kind,
    '2' AS submitter_entity_type,
    n.submitter_name AS submitter_last_or_organization_name,
    '46' AS submitter_qualifier,
    n.submitter_id AS submitter_identifier,
    n.receiver_name,
    '46' AS receiver_qualifier,
    n.receiver_id AS receiver_identifier
FROM claim_plan AS p
INNER JOIN claim_interchange AS i ON p.route = i.route
CROSS JOIN claim_night AS n
ORDER BY p.route, p.st_index;
