-- id: claims
-- title: Remitted claims of the accepted transaction sets: balance, match, and the payer's place among the encounter's payers
-- one row per remitted claim
CREATE OR REPLACE TEMP TABLE remitted AS
SELECT
    a.remittance_id,
    a.remittance_id || '.' || printf('%05d', c.claim_index) AS remit_claim_id,
    a.payer_id AS remitting_payer,
    a.status AS remittance_status,
    c.*
FROM staged_claim AS c
INNER JOIN accepted AS a ON c.source_file = a.source_file AND c.st_index = a.st_index;

CREATE OR REPLACE TEMP TABLE claim_fault AS
WITH found AS (
    SELECT source_file, st_index, claim_index, arg_min(code, segment) AS code, min(segment) AS segment
    FROM staged_finding
    WHERE code IN ('line_out_of_balance', 'claim_out_of_balance', 'unread_line') AND claim_index IS NOT NULL
    GROUP BY ALL
),

adjusted AS (
    SELECT
        source_file, st_index, claim_index,
        sum(amount) AS amount
    FROM staged_adjustment
    GROUP BY ALL
)

SELECT r.remit_claim_id, coalesce(f.code, 'claim_out_of_balance') AS code, coalesce(f.segment, r.segment) AS segment
FROM remitted AS r
LEFT JOIN found AS f USING (source_file, st_index, claim_index)
LEFT JOIN adjusted AS a USING (source_file, st_index, claim_index)
WHERE f.code IS NOT NULL OR r.charge_amount - coalesce(a.amount, 0) <> r.paid_amount;

-- The rungs of the match ladder. Ambiguous is not matched.
CREATE OR REPLACE TEMP TABLE matched AS
WITH by_number AS (
    SELECT r.remit_claim_id, s.claim_id
    FROM remitted AS r
    INNER JOIN core.claim_submission AS s ON upper(trim(r.claim_number)) = s.claim_number
),

by_payer_number AS (
    SELECT r.remit_claim_id, min(c.claim_id) AS claim_id
    FROM remitted AS r
    INNER JOIN core.claim_event AS e USING (payer_claim_number)
    INNER JOIN core.claim AS c ON e.claim_id = c.claim_id AND r.remitting_payer = c.payer_id
    WHERE r.remit_claim_id NOT IN (SELECT remit_claim_id FROM by_number)
    GROUP BY r.remit_claim_id
    HAVING count(DISTINCT c.claim_id) = 1
)

SELECT remit_claim_id, claim_id, 'claim_number' AS match_rung FROM by_number
UNION ALL
SELECT remit_claim_id, claim_id, 'payer_claim_number' AS match_rung FROM by_payer_number;

-- The payers of an encounter in order: the payer of its first claim, then every other payer whose coverage was effective
-- on the first service day. One row per encounter of a matched claim and payer.
CREATE OR REPLACE TEMP TABLE family AS
WITH spoken AS (
    SELECT DISTINCT c.received_id
    FROM core.claim AS c
    WHERE c.claim_id IN (SELECT claim_id FROM matched)
),

own AS (
    SELECT arg_min(c, c.payer_priority) AS first_claim
    FROM core.claim AS c
    INNER JOIN spoken AS s ON c.received_id = s.received_id
    WHERE c.live
    GROUP BY c.received_id
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
    struct_extract(l.first_claim, 'received_id') AS received_id,
    l.first_claim.claim_id AS first_claim_id,
    l.payer_id,
    l.coverage_id,
    l.payer_rank,
    CASE
        WHEN l.payer_rank = 1 THEN l.first_claim.claim_id
        ELSE coalesce(
            e.claim_id,
            getvariable('claim_prefix') || upper(substr(hmac_hex(concat_ws(
                '|', l.first_claim.encounter_id, l.payer_id, l.first_claim.billing_npi, l.first_claim.billing_tax_id
            )), 1, 14))
        )
    END AS claim_id
FROM listed AS l
LEFT JOIN core.claim AS e
    ON l.first_claim.received_id = e.received_id AND l.payer_id = e.payer_id AND e.live;

-- Which claim of the encounter the payer speaks of: a payer that took the claim over from an earlier one repeats that one's number.
CREATE OR REPLACE TEMP TABLE placed AS
WITH spoken AS (
    SELECT
        r.*,
        m.match_rung,
        m.claim_id AS matched_claim_id,
        c.received_id,
        c.payer_id AS matched_payer,
        CASE WHEN r.status_code IN ('2', '20') THEN 2 WHEN r.status_code IN ('3', '21') THEN 3 ELSE 1 END AS place_said
    FROM remitted AS r
    LEFT JOIN matched AS m USING (remit_claim_id)
    LEFT JOIN core.claim AS c ON m.claim_id = c.claim_id
),

resolved AS (
    SELECT
        s.*,
        CASE
            WHEN s.matched_claim_id IS NULL THEN NULL
            WHEN by_payer.claim_id IS NOT NULL THEN by_payer.claim_id
            WHEN s.remitting_payer = s.matched_payer OR s.place_said = 1 THEN s.matched_claim_id
            WHEN s.remitting_payer IS NULL AND s.matched_claim_id <> by_place.first_claim_id THEN s.matched_claim_id
            WHEN s.remitting_payer IS NULL THEN by_place.claim_id
        END AS claim_id
    FROM spoken AS s
    LEFT JOIN family AS by_payer
        ON
            s.received_id = by_payer.received_id
            AND s.remitting_payer = by_payer.payer_id
            AND s.remitting_payer <> s.matched_payer
    LEFT JOIN family AS by_place ON s.received_id = by_place.received_id AND s.place_said = by_place.payer_rank
)

SELECT
    r.* EXCLUDE (claim_id),
    coalesce(r.claim_id, r.matched_claim_id) AS claim_id,
    CASE
        WHEN r.remittance_status <> 'posted' THEN 'its remittance is ' || r.remittance_status
        WHEN f.code IS NOT NULL THEN replace(f.code, '_', ' ') || ' (segment ' || f.segment || ')'
        WHEN r.matched_claim_id IS NULL THEN 'unmatched: no claim of ours has this number'
        WHEN r.claim_id IS NULL THEN 'paid as a later payer, but the encounter has no such coverage'
        WHEN r.status_code = '25' THEN 'predetermination: nothing is posted'
    END AS reason,
    CASE
        WHEN r.remittance_status <> 'posted' THEN 'not_posted'
        WHEN f.code IS NOT NULL OR r.claim_id IS NULL THEN 'suspended'
        WHEN r.status_code = '25' AND r.paid_amount <> 0 THEN 'suspended'
        WHEN r.status_code = '25' THEN 'not_posted'
        ELSE 'posted'
    END AS status
FROM resolved AS r
LEFT JOIN claim_fault AS f USING (remit_claim_id);
