-- id: claim_decision
-- title: For each candidate: the claim it becomes, or why it is held
-- reads: claim_candidate, claim_coverage, claim_code, claim_service, claim_missing, claim_replaced, core.claim

-- one row per candidate with its claim's identity and its hold, NULL where it goes on
CREATE OR REPLACE TEMP TABLE claim_decision AS
WITH lines AS (
    SELECT
        received_id,
        count(*) AS lines,
        sum(charge) AS charge,
        bool_and(code IS NOT NULL AND charge IS NOT NULL AND units IS NOT NULL AND unit_basis IS NOT NULL) AS coded,
        min(pointer_count) AS pointers,
        max(last_position) AS last_position
    FROM claim_service
    GROUP BY received_id
),

diagnoses AS (
    SELECT
        received_id,
        count(*) AS diagnoses
    FROM claim_code
    GROUP BY received_id
),

facts AS (
    SELECT
        c.received_id,
        c.batch_id,
        c.financial_class = 'self_pay' AS self_pay,
        v.payer_id,
        v.coverage_id,
        v.relationship,
        v.route,
        c.billing_npi,
        c.billing_tax_id,
        c.identity_from,
        cast(l.charge AS DECIMAL(14, 2)) AS charge,
        n.claim_prefix || upper(substr(hmac_hex(concat_ws(
            '|', c.encounter_id, coalesce(v.payer_id, ''), c.billing_npi, c.billing_tax_id, r.times
        )), 1, 14)) AS claim_id,
        c.state AS state_before,
        c.reason_code AS reason_code_before,
        c.reason AS reason_before,
        v.same_priority,
        coalesce(l.coded, FALSE) AS coded,
        coalesce(d.diagnoses, 0) AS diagnoses,
        l.pointers,
        l.last_position,
        l.lines,
        m.facts AS missing,
        coalesce(r.generation, 0) AS generation,
        r.replaces,
        r.payer_claim_number,
        coalesce(r.differs, FALSE) AS differs
    FROM claim_candidate AS c
    CROSS JOIN claim_night AS n
    LEFT JOIN claim_coverage AS v ON c.received_id = v.received_id AND v.payer_rank = 1
    LEFT JOIN lines AS l ON c.received_id = l.received_id
    LEFT JOIN diagnoses AS d ON c.received_id = d.received_id
    LEFT JOIN claim_missing AS m ON c.received_id = m.received_id
    LEFT JOIN claim_replaced AS r ON c.received_id = r.received_id
    WHERE c.state IN ('ready', 'held')
)

SELECT
    *,
    CASE
        WHEN billing_npi IS NULL THEN 'no_billing_identity'
        WHEN NOT coded THEN 'not_coded'
        WHEN
            claim_id IN (SELECT k.claim_id FROM core.claim AS k)
            OR count(*) OVER (PARTITION BY claim_id) > 1
            THEN 'claim_exists'
        WHEN differs THEN 'replacement_differs'
        WHEN self_pay THEN NULL
        WHEN coverage_id IS NULL THEN 'no_coverage'
        WHEN same_priority > 1 THEN 'coverage_order'
        WHEN route IS NULL THEN 'unknown_payer'
        WHEN diagnoses = 0 THEN 'no_diagnosis'
        WHEN pointers = 0 THEN 'no_diagnosis_pointer'
        WHEN last_position > 12 THEN 'diagnosis_limit'
        WHEN lines > 50 THEN 'line_limit'
        WHEN missing <> '' THEN 'incomplete_claim'
    END AS hold
FROM facts;
