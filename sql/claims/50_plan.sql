-- id: claim_plan
-- title: Where each insurance claim made tonight stands in the file of its payer route
-- reads: claim_decision

-- one row per claim to be sent: one transaction set a billing identity and at most 5,000 claims; claims under one
-- coverage share a subscriber level, at most 100 each
CREATE OR REPLACE TEMP TABLE claim_plan AS
WITH cut AS (
    SELECT
        *,
        (row_number() OVER (
            PARTITION BY route, billing_npi, billing_tax_id, identity_from ORDER BY batch_id, coverage_id, claim_id
        ) - 1) // 5000 AS part
    FROM claim_decision
    WHERE hold IS NULL AND NOT self_pay
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
        (row_number() OVER (PARTITION BY route, st, batch_id, coverage_id ORDER BY claim_id) - 1) // 100 AS hundred
    FROM placed
)

SELECT
    * EXCLUDE (st, hundred),
    claim_id || '01' AS claim_number,
    lpad(cast(st AS VARCHAR), 4, '0') AS st_control,
    st - 1 AS st_index,
    0 AS provider_index,
    dense_rank() OVER (PARTITION BY route, st ORDER BY batch_id, coverage_id, hundred) - 1 AS subscriber_index,
    CASE WHEN relationship <> '18' THEN subscriber_index END AS patient_index,
    row_number() OVER (PARTITION BY route, st ORDER BY batch_id, coverage_id, hundred, claim_id) - 1 AS claim_index,
    row_number() OVER (PARTITION BY route, st, batch_id, coverage_id, hundred ORDER BY claim_id) = 1 AS opens_level
FROM hundreds;
