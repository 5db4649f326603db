-- id: claim_plan
-- title: Where each insurance claim made tonight stands in the file of its payer route
-- reads: claim_decision, claim_void, claim_candidate, claim_coverage

-- one row per claim to be sent: one transaction set a billing identity and at most 5,000 claims; claims under one
-- coverage share a subscriber level, at most 100 each
CREATE OR REPLACE TEMP TABLE claim_plan AS
WITH sending AS (
    SELECT
        route, received_id, claim_id, batch_id, coverage_id, relationship, billing_npi, billing_tax_id, identity_from, charge,
        1 AS sequence,
        CASE WHEN payer_claim_number IS NULL THEN '1' ELSE '7' END AS frequency,
        payer_claim_number
    FROM claim_decision
    WHERE hold IS NULL AND NOT self_pay
    UNION ALL
    SELECT
        v.route, v.received_id, v.claim_id, c.batch_id, v.coverage_id, g.relationship, v.billing_npi, v.billing_tax_id,
        c.identity_from, v.charge, v.sequence, '8' AS frequency, v.payer_claim_number
    FROM claim_void AS v
    INNER JOIN claim_candidate AS c
        ON v.received_id = c.received_id AND v.billing_npi = c.billing_npi AND v.billing_tax_id = c.billing_tax_id
    INNER JOIN claim_coverage AS g ON v.received_id = g.received_id AND v.coverage_id = g.coverage_id
),

cut AS (
    SELECT
        *,
        (row_number() OVER (
            PARTITION BY route, billing_npi, billing_tax_id, identity_from ORDER BY batch_id, coverage_id, claim_id
        ) - 1) // 5000 AS part
    FROM sending
),

placed AS (
    SELECT
        *,
        dense_rank() OVER (PARTITION BY route ORDER BY billing_npi, billing_tax_id, identity_from, part) AS st
    FROM cut
),

hundreds AS (
    SELECT
        route,
        st,
        received_id,
        claim_id,
        batch_id,
        coverage_id,
        relationship,
        billing_npi,
        billing_tax_id,
        identity_from,
        charge,
        sequence,
        frequency,
        payer_claim_number,
        (row_number() OVER (PARTITION BY route, st, batch_id, coverage_id ORDER BY claim_id) - 1) // 100 AS hundred
    FROM placed
)

SELECT
    * EXCLUDE (st, hundred),
    claim_id || lpad(cast(sequence AS VARCHAR), 2, '0') AS claim_number,
    lpad(cast(st AS VARCHAR), 4, '0') AS st_control,
    st - 1 AS st_index,
    0 AS provider_index,
    dense_rank() OVER (PARTITION BY route, st ORDER BY batch_id, coverage_id, hundred) - 1 AS subscriber_index,
    CASE WHEN relationship <> '18' THEN subscriber_index END AS patient_index,
    row_number() OVER (PARTITION BY route, st ORDER BY batch_id, coverage_id, hundred, claim_id) - 1 AS claim_index,
    row_number() OVER (PARTITION BY route, st, batch_id, coverage_id, hundred ORDER BY claim_id) = 1 AS opens_level
FROM hundreds;
