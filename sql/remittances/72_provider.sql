-- id: provider
-- title: Provider-level adjustments and the claims that their references name
-- reads: accepted, decision, core.provider_adjustment, core.claim_event, core.claim_submission, core.opening_balance
-- one row per provider-level adjustment that posts tonight, or that a decision ties to a claim
CREATE OR REPLACE TEMP TABLE pair AS
SELECT
    p.provider_adjustment_id, p.remittance_id, p.meaning, p.amount, abs(p.amount) AS dollars,
    upper(trim(p.reference)) AS reference,
    r.payer_id,
    coalesce(r.payer_id, r.payer_identifier, r.payer_name) AS payer_key,
    d.claim_id AS decided_claim_id
FROM core.provider_adjustment AS p
INNER JOIN core.remittance AS r USING (remittance_id)
LEFT JOIN decision AS d ON p.provider_adjustment_id = d.provider_adjustment_id AND d.fault IS NULL
WHERE
    d.claim_id IS NOT NULL
    OR p.remittance_id IN (
        SELECT a.remittance_id FROM accepted AS a
        WHERE a.status = 'posted' AND a.taken <> 'claims'
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
    SELECT provider_adjustment_id, decided_claim_id AS claim_id, 1 AS rung FROM pair
    WHERE decided_claim_id IS NOT NULL
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
            c.received_id = own.received_id AND p.payer_id = own.payer_id AND own.live
            AND p.payer_id <> c.payer_id AND f.rung = 2
)

SELECT
    provider_adjustment_id,
    any_value(claim_id) AS claim_id,
    CASE rung WHEN 1 THEN 'decision' WHEN 2 THEN 'claim_number' ELSE 'payer_claim_number' END AS match_rung
FROM meant
GROUP BY provider_adjustment_id, rung
HAVING count(DISTINCT claim_id) = 1
QUALIFY row_number() OVER (PARTITION BY provider_adjustment_id ORDER BY rung) = 1;
