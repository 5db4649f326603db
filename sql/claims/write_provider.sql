-- id: 837p_provider
-- title: 837P loops 2000A, 2010AA

-- one row per transaction set
SELECT DISTINCT
    p.route,
    p.st_index,
    p.provider_index,
    i.taxonomy,
    '2' AS entity_type,
    i.name AS last_or_organization_name,
    'XX' AS qualifier,
    i.npi AS identifier,
    i.address_line1,
    i.city,
    i.state,
    i.postal_code,
    i.tax_id
FROM claim_plan AS p
INNER JOIN claim_identity AS i
    ON p.billing_npi = i.npi AND p.billing_tax_id = i.tax_id AND p.identity_from = i.valid_from
ORDER BY p.route, p.st_index;
