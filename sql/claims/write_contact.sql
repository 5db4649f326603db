-- id: 837p_contact
-- title: 837P segments PER of loops 1000A and 2010AA

-- one row per transaction set and contact: the billing company's, the billing provider's
WITH sets AS (
    SELECT DISTINCT
        route,
        st_index,
        provider_index,
        billing_npi,
        billing_tax_id,
        identity_from
    FROM claim_plan
)

SELECT
    s.route,
    s.st_index,
    NULL AS provider_index,
    '1000A' AS loop,
    'IC' AS function,
    n.contact_name AS name,
    'TE' AS qualifier1,
    n.contact_phone AS number1
FROM sets AS s
CROSS JOIN claim_night AS n
UNION ALL
SELECT
    s.route,
    s.st_index,
    s.provider_index,
    '2010AA' AS loop,
    'IC' AS function,
    i.name,
    'TE' AS qualifier1,
    i.phone AS number1
FROM sets AS s
INNER JOIN claim_identity AS i
    ON s.billing_npi = i.npi AND s.billing_tax_id = i.tax_id AND s.identity_from = i.valid_from
ORDER BY route, st_index, loop;
