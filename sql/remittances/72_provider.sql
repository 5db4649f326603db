-- id: provider
-- title: Provider-level adjustments and the claims that their references name
-- reads: accepted, placed, decision, core.provider_adjustment, core.takeback_step, core.claim_event, core.claim_submission, core.opening_balance
-- one row per reversal that a decision of tonight releases from suspense
CREATE OR REPLACE TEMP TABLE released_reversal AS
SELECT
    p.remit_claim_id, p.remittance_id, d.correction_id, d.action,
    coalesce(r.payer_id, r.payer_identifier, r.payer_name) AS payer_key
FROM placed AS p
INNER JOIN core.remittance AS r ON p.remittance_id = r.remittance_id
INNER JOIN decision AS d ON p.remit_claim_id = d.remit_claim_id AND d.fault IS NULL AND d.outcome = 'post_claim'
WHERE p.taken = 'claims' AND p.status = 'posted' AND p.status_code = '22';

-- one row per provider-level adjustment that posts tonight, that a decision ties to a claim, or that spoke of no reversal
-- known so far and whose payer has one released tonight
CREATE OR REPLACE TEMP TABLE pair AS
SELECT
    p.provider_adjustment_id, p.remittance_id, p.meaning, p.amount, abs(p.amount) AS dollars,
    upper(trim(p.reference)) AS reference,
    r.payer_id,
    coalesce(r.payer_id, r.payer_identifier, r.payer_name) AS payer_key,
    coalesce(d.claim_id, p.claim_id) AS tied_claim_id,
    coalesce(p.match_rung, 'decision') AS tied_rung,
    p.claim_id IS NULL AND d.claim_id IS NULL AS loose
FROM core.provider_adjustment AS p
INNER JOIN core.remittance AS r USING (remittance_id)
LEFT JOIN decision AS d ON p.provider_adjustment_id = d.provider_adjustment_id AND d.fault IS NULL
WHERE
    d.claim_id IS NOT NULL
    OR p.remittance_id IN (
        SELECT a.remittance_id FROM accepted AS a
        WHERE a.status = 'posted' AND a.taken <> 'claims'
    )
    OR (
        p.meaning IN ('takeback', 'refund') AND r.status = 'posted'
        AND coalesce(r.payer_id, r.payer_identifier, r.payer_name) IN (SELECT v.payer_key FROM released_reversal AS v)
        AND p.provider_adjustment_id NOT IN (SELECT s.provider_adjustment_id FROM core.takeback_step AS s)
    );

-- Some payers put the claim's number beside others into one reference.
CREATE OR REPLACE TEMP TABLE pair_word AS
WITH part AS (
    SELECT
        provider_adjustment_id, payer_id, payer_key,
        unnest(list_append(regexp_split_to_array(reference, '[^A-Z0-9]+'), reference)) AS word
    FROM pair
)

SELECT DISTINCT provider_adjustment_id, payer_id, payer_key, word FROM part
WHERE word <> '';

CREATE OR REPLACE TEMP TABLE pair_claim AS
WITH payer_number AS (
    SELECT claim_id, payer_claim_number FROM core.claim_event
    WHERE payer_claim_number IN (SELECT word FROM pair_word)
    UNION
    SELECT claim_id, payer_claim_number FROM core.opening_balance
),

found AS (
    SELECT provider_adjustment_id, tied_claim_id AS claim_id, 1 AS rung FROM pair
    WHERE tied_claim_id IS NOT NULL
    UNION ALL
    SELECT w.provider_adjustment_id, s.claim_id, 2 AS rung
    FROM pair_word AS w
    INNER JOIN core.claim_submission AS s ON w.word = s.claim_number
    UNION ALL
    SELECT w.provider_adjustment_id, c.claim_id, 2 AS rung
    FROM pair_word AS w
    INNER JOIN core.claim AS c ON w.word = c.claim_id
    UNION ALL
    SELECT w.provider_adjustment_id, o.claim_id, 2 AS rung
    FROM pair_word AS w
    INNER JOIN core.opening_balance AS o ON w.word = upper(o.former_number)
    UNION ALL
    SELECT w.provider_adjustment_id, c.claim_id, 3 AS rung
    FROM pair_word AS w
    INNER JOIN payer_number AS e ON w.word = e.payer_claim_number
    INNER JOIN core.claim AS c ON e.claim_id = c.claim_id AND w.payer_id = c.payer_id
),

-- A later payer repeats the number of the first payer's claim, and speaks of its own claim of the encounter.
meant AS (
    SELECT f.provider_adjustment_id, f.rung, coalesce(own.claim_id, f.claim_id) AS claim_id
    FROM found AS f
    INNER JOIN pair AS p ON f.provider_adjustment_id = p.provider_adjustment_id
    INNER JOIN core.claim AS c ON f.claim_id = c.claim_id
    LEFT JOIN core.claim AS own
        ON
            c.received_id = own.received_id AND c.generation = own.generation AND p.payer_id = own.payer_id
            AND core.not_voided(own.live, own.replaced_on)
            AND p.payer_id <> c.payer_id AND f.rung = 2
)

SELECT
    m.provider_adjustment_id,
    any_value(m.claim_id) AS claim_id,
    CASE m.rung WHEN 1 THEN any_value(p.tied_rung) WHEN 2 THEN 'claim_number' ELSE 'payer_claim_number' END AS match_rung
FROM meant AS m
INNER JOIN pair AS p ON m.provider_adjustment_id = p.provider_adjustment_id
GROUP BY m.provider_adjustment_id, m.rung
HAVING count(DISTINCT m.claim_id) = 1
QUALIFY row_number() OVER (PARTITION BY m.provider_adjustment_id ORDER BY m.rung) = 1;
