-- title: What payers and physicians of the month are called
-- one row per: payer and rendering provider
-- column kind: payer or provider.
-- column id: Payer id, or NPI.
-- column name: Name in payers.yaml; of a provider, last and first name on the newest encounter; NULL where none is known.
-- column payer_class: Class of the payer (payers.yaml); NULL for providers.
SELECT 'payer' AS kind, payer_id AS id, name, payer_class
FROM reference.payer
UNION ALL
SELECT
    'provider' AS kind,
    c.rendering_npi AS id,
    arg_max(
        nullif(concat_ws(', ', e.rendering_last_name, e.rendering_first_name), ''), (e.received_on, e.received_id)
    ) AS name,
    NULL AS payer_class
FROM core.claim AS c
LEFT JOIN core.encounter AS e ON c.received_id = e.received_id
WHERE c.rendering_npi IS NOT NULL AND c.created_on <= getvariable('last_day')::DATE
GROUP BY c.rendering_npi
ORDER BY kind, id
