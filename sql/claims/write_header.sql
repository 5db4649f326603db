-- id: 837p_header
-- title: 837P loops ST, 1000A, 1000B

-- one row per transaction set
SELECT DISTINCT
    p.route,
    p.st,
    p.st_control,
    i.isa_control || p.st_control AS reference,
    n.day AS created_on,
    '0000' AS created_at,
    n.submitter_name,
    n.submitter_id,
    n.contact_name,
    n.contact_phone,
    n.receiver_name,
    n.receiver_id
FROM claim_plan AS p
INNER JOIN claim_interchange AS i ON p.route = i.route
CROSS JOIN claim_night AS n
ORDER BY p.route, p.st;
