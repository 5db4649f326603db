-- id: transactions
-- title: What to do with each transaction set read tonight
-- reads: staged_payment and its parts, known_payer, known_identity, reread_set (sets that a decision takes up again)
-- one row per transaction set read tonight, with its verdict: posted, suspended, held, or a problem
CREATE OR REPLACE TEMP TABLE verdict AS
WITH
-- An originator id or a name that two payers share decides nothing.
by_originator AS (
    SELECT originator_id, min(payer_id) AS payer_id FROM known_payer
    WHERE originator_id IS NOT NULL
    GROUP BY originator_id
    HAVING count(*) = 1
),

by_name AS (
    SELECT upper(name) AS name, min(payer_id) AS payer_id FROM known_payer
    GROUP BY ALL
    HAVING count(*) = 1
),

by_reference AS (
    SELECT r.source_file, r.st_index, min(k.payer_id) AS payer_id
    FROM staged_reference AS r
    INNER JOIN known_payer AS k ON upper(trim(r.reference)) = k.payer_id
    WHERE r.qualifier = '2U' AND r.claim_index IS NULL
    GROUP BY ALL
    HAVING count(DISTINCT k.payer_id) = 1
),

claims AS (
    SELECT source_file, st_index, sum(paid_amount) AS amount, count(*) AS claims FROM staged_claim
    GROUP BY ALL
),

provider AS (
    SELECT source_file, st_index, sum(amount) AS amount FROM staged_provider_adjustment
    GROUP BY ALL
),

fault AS (
    SELECT
        source_file, st_index,
        min(segment) FILTER (WHERE code IN ('truncated', 'unreadable_amount', 'unread_money')) AS unusable_at,
        bool_or(code IN ('unreadable_amount', 'unread_money')) AS unreadable,
        bool_or(code = 'negative_payment') AS negative
    FROM staged_finding
    WHERE severity = 'error'
    GROUP BY ALL
),

read_set AS (
    SELECT
        p.source_file,
        p.st_index,
        p.segment,
        p."offset" AS source_position,
        p.source_kind,
        p.content_hash,
        'R' || left(p.content_hash, 20) AS remittance_id,
        p.isa_control,
        p.st_control,
        p.trace,
        p.payer_name,
        p.payer_identifier,
        p.payee_npi,
        p.payee_tax_id,
        p.method,
        p.credit_or_debit,
        p.payment_on,
        p.amount,
        p.complete,
        coalesce(o.payer_id, i.payer_id, r.payer_id, n.payer_id) AS payer_id,
        cast(coalesce(c.amount, 0) AS DECIMAL(14, 2)) AS claims_amount,
        cast(coalesce(a.amount, 0) AS DECIMAL(14, 2)) AS provider_adjustments,
        coalesce(f.unusable_at, p.segment) AS fault_at,
        coalesce(f.unreadable, FALSE) OR p.amount IS NULL OR p.content_hash IS NULL AS unreadable,
        coalesce(f.negative, FALSE) OR p.amount < 0 OR coalesce(p.credit_or_debit = 'D', FALSE) AS negative
    FROM staged_payment AS p
    LEFT JOIN by_originator AS o USING (originator_id)
    LEFT JOIN known_payer AS i ON upper(trim(p.payer_identifier)) = i.payer_id
    LEFT JOIN by_reference AS r ON p.source_file = r.source_file AND p.st_index = r.st_index
    LEFT JOIN by_name AS n ON upper(trim(p.payer_name)) = n.name
    LEFT JOIN claims AS c ON p.source_file = c.source_file AND p.st_index = c.st_index
    LEFT JOIN provider AS a ON p.source_file = a.source_file AND p.st_index = a.st_index
    LEFT JOIN fault AS f ON p.source_file = f.source_file AND p.st_index = f.st_index
),

-- The order that decides which of two equal ones is the first: content of the file, then place in it; never its name.
usable AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY content_hash ORDER BY source_file, st_index) AS occurrence,
        coalesce(payer_id, payer_identifier, payer_name) AS payer_key,
        coalesce(payee_npi, payee_tax_id, '') AS payee_key
    FROM read_set
    WHERE complete AND NOT unreadable
),

known AS (
    SELECT
        remittance_id, content_hash, source_file, source_position, trace, payment_on, paid_amount AS amount,
        coalesce(payer_id, payer_identifier, payer_name) AS payer_key,
        coalesce(payee_npi, payee_tax_id, '') AS payee_key,
        received_on,
        status = 'rejected' AS rejected,
        TRUE AS earlier
    FROM core.remittance
    WHERE trace IN (SELECT trace FROM usable) OR content_hash IN (SELECT content_hash FROM usable)
    UNION ALL BY NAME
    SELECT
        remittance_id, content_hash, source_file, source_position, trace, payment_on, amount, payer_key, payee_key,
        getvariable('business_day') AS received_on,
        FALSE AS rejected,
        FALSE AS earlier
    FROM usable
    WHERE occurrence = 1
),

same_content AS (
    SELECT u.source_file, u.st_index, min(k.received_on) AS received_on
    FROM usable AS u
    INNER JOIN known AS k USING (content_hash)
    WHERE k.earlier OR u.occurrence > 1
    GROUP BY ALL
),

same_payment AS (
    SELECT u.source_file, u.st_index, min(k.remittance_id) AS remittance_id
    FROM usable AS u
    INNER JOIN known AS k USING (trace, payment_on, amount, payer_key, payee_key)
    WHERE
        -- What a person rejected is no payment that another one could repeat.
        u.amount <> 0 AND u.content_hash <> k.content_hash AND NOT k.rejected
        AND (k.earlier OR (k.source_file, k.source_position) < (u.source_file, u.source_position))
    GROUP BY ALL
),

ours AS (
    SELECT u.source_file, u.st_index
    FROM usable AS u
    WHERE
        u.payee_npi IN (SELECT npi FROM known_identity)
        OR u.payee_tax_id IN (SELECT tax_id FROM known_identity)
)

SELECT
    s.*,
    d.received_on AS duplicate_of_day,
    -- new; whole: a decision posts all of it; claims: a decision posts some of its claims.
    coalesce(g.taken, 'new') AS taken,
    g.taken IS NULL AND o.source_file IS NULL AND s.complete AND NOT s.unreadable AND d.source_file IS NULL AS another_payee,
    CASE
        WHEN g.taken IS NOT NULL THEN 'posted'
        WHEN NOT s.complete THEN 'truncated'
        WHEN s.unreadable THEN 'unreadable'
        WHEN d.source_file IS NOT NULL THEN 'duplicate'
        WHEN o.source_file IS NULL THEN 'held'
        WHEN p.source_file IS NOT NULL THEN 'held'
        WHEN s.negative OR s.amount <> s.claims_amount - s.provider_adjustments THEN 'suspended'
        ELSE 'posted'
    END AS status,
    CASE
        WHEN o.source_file IS NULL THEN 'its payee is not one of this client''s billing identities'
        WHEN p.source_file IS NOT NULL
            THEN 'payer, payee, trace, payment day and amount are those of ' || p.remittance_id || ', the content is not'
        WHEN s.negative THEN 'the payment is negative or a debit (ST at segment ' || s.segment || ')'
        WHEN s.amount <> s.claims_amount - s.provider_adjustments
            THEN printf(
                'BPR02 %s is not claims %s less provider adjustments %s (ST at segment %d)',
                cast(s.amount AS VARCHAR), cast(s.claims_amount AS VARCHAR), cast(s.provider_adjustments AS VARCHAR), s.segment
            )
    END AS reason
FROM read_set AS s
LEFT JOIN same_content AS d ON s.source_file = d.source_file AND s.st_index = d.st_index
LEFT JOIN same_payment AS p ON s.source_file = p.source_file AND s.st_index = p.st_index
LEFT JOIN ours AS o ON s.source_file = o.source_file AND s.st_index = o.st_index
LEFT JOIN reread_set AS g ON s.source_file = g.source_file AND s.source_position = g.source_position;

-- The transaction sets that become remittances.
CREATE OR REPLACE TEMP TABLE accepted AS
SELECT * FROM verdict
WHERE status IN ('posted', 'suspended', 'held');
