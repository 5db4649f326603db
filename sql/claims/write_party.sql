-- id: 837p_party
-- title: 837P loops 2310A to 2310D

-- one row per claim and party: who referred; who treated, and where, when not the billing provider; who supervised
WITH party AS (
    SELECT
        received_id,
        0 AS party_index,
        'DN' AS role,
        '1' AS entity_type,
        referring_last_name AS name,
        referring_first_name AS first_name,
        referring_npi AS npi
    FROM claim_candidate
    WHERE referring_last_name IS NOT NULL
    UNION ALL
    SELECT
        received_id,
        1 AS party_index,
        '82' AS role,
        '1' AS entity_type,
        rendering_last_name AS name,
        rendering_first_name AS first_name,
        rendering_npi AS npi
    FROM claim_candidate
    WHERE rendering_npi <> billing_npi
    UNION ALL
    SELECT
        received_id,
        2 AS party_index,
        '77' AS role,
        '2' AS entity_type,
        facility_name AS name,
        NULL AS first_name,
        facility_npi AS npi
    FROM claim_candidate
    WHERE facility_name IS NOT NULL AND coalesce(facility_npi, '') <> billing_npi
    UNION ALL
    SELECT
        received_id,
        3 AS party_index,
        'DQ' AS role,
        '1' AS entity_type,
        supervising_last_name AS name,
        supervising_first_name AS first_name,
        supervising_npi AS npi
    FROM claim_candidate
    WHERE supervising_last_name IS NOT NULL
)

SELECT
    p.route,
    p.st_index,
    p.claim_index,
    r.party_index,
    r.role,
    r.entity_type,
    r.name AS last_or_organization_name,
    r.first_name,
    CASE WHEN r.npi IS NOT NULL THEN 'XX' END AS qualifier,
    r.npi AS identifier,
    CASE WHEN r.role = '82' THEN c.rendering_taxonomy END AS taxonomy,
    CASE WHEN r.role = '77' THEN c.facility_address_line1 END AS address_line1,
    CASE WHEN r.role = '77' THEN c.facility_city END AS city,
    CASE WHEN r.role = '77' THEN c.facility_state END AS state,
    CASE WHEN r.role = '77' THEN replace(c.facility_postal_code, '-', '') END AS postal_code
FROM claim_plan AS p
INNER JOIN claim_candidate AS c ON p.received_id = c.received_id
INNER JOIN party AS r ON p.received_id = r.received_id
ORDER BY p.route, p.st_index, p.claim_index, r.party_index;
