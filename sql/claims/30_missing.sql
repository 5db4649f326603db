-- id: claim_missing
-- title: The facts that a claim file must carry and that a candidate lacks
-- reads: claim_candidate, claim_coverage, core.patient

-- one row per candidate, with the names of what is missing
CREATE OR REPLACE TEMP TABLE claim_missing AS
SELECT
    c.received_id,
    concat_ws(
        ', ',
        CASE WHEN c.place_of_service IS NULL THEN 'place_of_service' END,
        CASE WHEN NOT regexp_matches(strip_accents(coalesce(p.last_name, '')), '[A-Za-z]') THEN 'patient last_name' END,
        CASE WHEN p.birth_date IS NULL THEN 'patient birth_date' END,
        CASE WHEN p.sex IS NULL THEN 'patient sex' END,
        CASE WHEN p.address_line1 IS NULL THEN 'patient address_line1' END,
        CASE WHEN p.city IS NULL THEN 'patient city' END,
        CASE
            WHEN coalesce(p.country, 'US') = 'US' AND (p.state IS NULL OR p.postal_code IS NULL)
                THEN 'patient state and postal_code'
        END,
        CASE WHEN v.member_id IS NULL THEN 'member_id' END,
        CASE
            WHEN NOT regexp_matches(strip_accents(coalesce(v.subscriber_last_name, '')), '[A-Za-z]')
                THEN 'subscriber_last_name'
        END,
        CASE WHEN c.rendering_npi IS NOT NULL AND c.rendering_last_name IS NULL THEN 'rendering_last_name' END,
        CASE WHEN c.referring_npi IS NOT NULL AND c.referring_last_name IS NULL THEN 'referring_last_name' END,
        CASE WHEN c.supervising_npi IS NOT NULL AND c.supervising_last_name IS NULL THEN 'supervising_last_name' END,
        CASE
            WHEN
                coalesce(c.facility_npi, c.facility_name) IS NOT NULL
                AND c.facility_npi IS DISTINCT FROM c.billing_npi
                AND (
                    c.facility_name IS NULL OR c.facility_address_line1 IS NULL OR c.facility_city IS NULL
                    OR c.facility_state IS NULL OR c.facility_postal_code IS NULL
                )
                THEN 'facility name and address'
        END,
        CASE WHEN c.accident_cause = 'AA' AND c.accident_state IS NULL THEN 'accident_state' END
    ) AS facts
FROM claim_candidate AS c
LEFT JOIN core.patient AS p ON c.batch_id = p.batch_id AND c.patient_id = p.patient_id
LEFT JOIN claim_coverage AS v ON c.received_id = v.received_id AND v.payer_rank = 1;
