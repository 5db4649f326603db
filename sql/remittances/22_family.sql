-- id: family
-- title: The payers of the encounters that tonight's remittances speak of
-- reads: matched, core.claim, core.coverage, core.opening_balance
-- one row per encounter of a matched claim and payer

-- The payers of an encounter in order: the payer of its first claim, then every other payer whose coverage was effective
-- on the first service day. One row per encounter and generation of a matched claim, and payer: what a payer says of a
-- claim that was replaced, it says of that claim and of those that were made beside it.
CREATE OR REPLACE TEMP TABLE family AS
WITH spoken AS (
    SELECT DISTINCT c.received_id, c.generation
    FROM core.claim AS c
    WHERE c.claim_id IN (SELECT claim_id FROM matched)
),

own AS (
    SELECT arg_min(c, c.payer_priority) AS first_claim
    FROM core.claim AS c
    INNER JOIN spoken AS s ON c.received_id = s.received_id AND c.generation = s.generation
    WHERE core.not_voided(c.live, c.replaced_on)
    GROUP BY c.received_id, c.generation
),

covered AS (
    SELECT
        o.first_claim,
        v.payer_id,
        arg_min(v.coverage_id, (v.priority, v.coverage_id)) AS coverage_id,
        min((v.priority, v.coverage_id)) AS place
    FROM own AS o
    INNER JOIN core.encounter AS e ON o.first_claim.received_id = e.received_id
    INNER JOIN core.coverage AS v ON e.batch_id = v.batch_id AND e.patient_id = v.patient_id
    WHERE
        o.first_claim.party = 'insurer'
        AND v.payer_id <> o.first_claim.payer_id
        AND v.effective_from <= o.first_claim.service_from
        AND coalesce(v.effective_to >= o.first_claim.service_from, TRUE)
    GROUP BY ALL
    UNION ALL
    -- A balance taken over has no coverages: its next payer was told with it.
    SELECT DISTINCT o.first_claim, b.next_payer_id AS payer_id, NULL AS coverage_id, (2, '') AS place
    FROM own AS o
    INNER JOIN core.opening_balance AS b ON struct_extract(o.first_claim, 'claim_id') = b.claim_id
    WHERE b.next_payer_id IS NOT NULL
),

listed AS (
    SELECT
        first_claim,
        struct_extract(first_claim, 'payer_id') AS payer_id,
        struct_extract(first_claim, 'coverage_id') AS coverage_id,
        1 AS payer_rank
    FROM own
    UNION ALL
    SELECT
        first_claim, payer_id, coverage_id,
        1 + row_number() OVER (PARTITION BY first_claim.claim_id ORDER BY place) AS payer_rank
    FROM covered
)

SELECT
    core.family_of(struct_extract(l.first_claim, 'received_id'), struct_extract(l.first_claim, 'generation')) AS family_id,
    l.first_claim.claim_id AS first_claim_id,
    l.payer_id,
    l.coverage_id,
    l.payer_rank,
    CASE
        WHEN l.payer_rank = 1 THEN l.first_claim.claim_id
        ELSE coalesce(
            e.claim_id,
            getvariable('claim_prefix') || upper(substr(hmac_hex(concat_ws(
                '|', l.first_claim.encounter_id, l.payer_id, l.first_claim.billing_npi, l.first_claim.billing_tax_id,
                l.first_claim.replaces
            )), 1, 14))
        )
    END AS claim_id
FROM listed AS l
LEFT JOIN core.claim AS e
    ON
        l.first_claim.received_id = e.received_id AND l.first_claim.generation = e.generation AND l.payer_id = e.payer_id
        AND core.not_voided(e.live, e.replaced_on);
