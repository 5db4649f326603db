-- id: said_before
-- title: What a payment of nothing repeats of another one under the same payer, payee, trace and day
-- reads: accepted, remitted, staged_line, staged_adjustment, core.remittance and its parts
-- Traces of payments of nothing are often all alike, so such a set is no suspect; a claim in it that says the same as one of
-- the other set is the same word again. After a reversal it is not.

-- one row per set of tonight that pays nothing and one that came before it under the same payer, payee, trace and day
CREATE OR REPLACE TEMP TABLE zero_twin AS
WITH zero AS (
    SELECT
        remittance_id, trace, payment_on, source_file, source_position,
        coalesce(payer_id, payer_identifier, payer_name) AS payer_key,
        coalesce(payee_npi, payee_tax_id, '') AS payee_key
    FROM accepted
    WHERE status = 'posted' AND amount = 0 AND taken = 'new'
),

known AS (
    SELECT
        r.remittance_id, r.trace, r.payment_on, NULL AS source_file, NULL AS source_position,
        coalesce(r.payer_id, r.payer_identifier, r.payer_name) AS payer_key,
        coalesce(r.payee_npi, r.payee_tax_id, '') AS payee_key
    FROM core.remittance AS r
    WHERE r.paid_amount = 0 AND r.status = 'posted' AND r.trace IN (SELECT z.trace FROM zero AS z)
    UNION ALL BY NAME
    SELECT * FROM zero
)

SELECT z.remittance_id, k.remittance_id AS earlier_id, k.source_file IS NULL AS of_earlier_night
FROM zero AS z
INNER JOIN known AS k USING (trace, payment_on, payer_key, payee_key)
WHERE
    z.remittance_id <> k.remittance_id
    AND (k.source_file IS NULL OR (k.source_file, k.source_position) < (z.source_file, z.source_position));

-- one row per remitted claim of these sets, with everything that it says
CREATE OR REPLACE TEMP TABLE zero_claim AS
WITH tonight AS (
    SELECT
        remit_claim_id, remittance_id, source_file, st_index, claim_index, claim_number, payer_claim_number, status_code,
        charge_amount, paid_amount
    FROM remitted
    WHERE remittance_id IN (
        SELECT remittance_id FROM zero_twin
        UNION ALL
        SELECT earlier_id FROM zero_twin
    )
),

before AS (
    SELECT c.remit_claim_id, c.remittance_id, c.claim_number, c.payer_claim_number, c.status_code, c.charge_amount, c.paid_amount
    FROM core.remit_claim AS c
    WHERE
        c.remittance_id IN (
            SELECT t.earlier_id FROM zero_twin AS t
            WHERE t.of_earlier_night
        )
        AND c.status IN ('posted', 'suspended')
        AND c.remit_claim_id NOT IN (
            SELECT d.reverses FROM core.remit_claim AS d
            WHERE d.reverses IS NOT NULL
        )
),

part AS (
    SELECT t.remit_claim_id, 1 AS kind, l.line_index, l.code AS word1, '' AS word2, l.charge_amount AS amount1, l.paid_amount AS amount2
    FROM tonight AS t
    INNER JOIN staged_line AS l USING (source_file, st_index, claim_index)
    UNION ALL
    SELECT t.remit_claim_id, 2 AS kind, a.line_index, a.group_code AS word1, a.reason_code AS word2, a.amount AS amount1, 0 AS amount2
    FROM tonight AS t
    INNER JOIN staged_adjustment AS a USING (source_file, st_index, claim_index)
    UNION ALL
    SELECT b.remit_claim_id, 1 AS kind, l.line_index, l.code AS word1, '' AS word2, l.charge_amount AS amount1, l.paid_amount AS amount2
    FROM before AS b
    INNER JOIN core.remit_line AS l USING (remit_claim_id)
    UNION ALL
    SELECT b.remit_claim_id, 2 AS kind, l.line_index, a.group_code AS word1, a.reason_code AS word2, a.amount AS amount1, 0 AS amount2
    FROM before AS b
    INNER JOIN core.remit_adjustment AS a USING (remit_claim_id)
    LEFT JOIN core.remit_line AS l ON a.remit_line_id = l.remit_line_id
),

told AS (
    SELECT
        remit_claim_id,
        list((
            kind, coalesce(line_index, -1), coalesce(word1, ''), word2, cast(amount1 AS DECIMAL(14, 2)), cast(amount2 AS DECIMAL(14, 2))
        ) ORDER BY ALL) AS parts
    FROM part
    GROUP BY remit_claim_id
),

every AS (
    SELECT * EXCLUDE (source_file, st_index, claim_index) FROM tonight
    UNION ALL BY NAME
    SELECT * FROM before
)

SELECT
    e.remit_claim_id,
    e.remittance_id,
    e.status_code,
    upper(trim(e.claim_number)) AS claim_number,
    sha256(to_json([
        coalesce(upper(trim(e.claim_number)), ''), coalesce(e.payer_claim_number, ''), coalesce(e.status_code, ''),
        cast(cast(e.charge_amount AS DECIMAL(14, 2)) AS VARCHAR), cast(cast(e.paid_amount AS DECIMAL(14, 2)) AS VARCHAR),
        coalesce(cast(t.parts AS VARCHAR), '')
    ])) AS content
FROM every AS e
LEFT JOIN told AS t ON e.remit_claim_id = t.remit_claim_id;

-- one row per remitted claim of tonight that says what one of an earlier set says, and was not taken back in its own set
CREATE OR REPLACE TEMP TABLE said_before AS
SELECT c.remit_claim_id, min(o.remit_claim_id) AS earlier_claim_id
FROM zero_twin AS z
INNER JOIN zero_claim AS c ON z.remittance_id = c.remittance_id
INNER JOIN zero_claim AS o ON z.earlier_id = o.remittance_id AND c.content = o.content
WHERE
    c.status_code = '22'
    OR (c.remittance_id, c.claim_number) NOT IN (
        SELECT (v.remittance_id, v.claim_number) FROM zero_claim AS v
        WHERE v.status_code = '22' AND v.claim_number IS NOT NULL
    )
GROUP BY c.remit_claim_id;
