-- id: takebacks
-- title: Money that payers take back: put off by one adjustment, taken by a later one, traced to the reversal
-- reads: pair, pair_claim, pair_word, released_reversal, core.remit_claim, core.takeback
-- one row per provider-level adjustment and reversal it speaks of
CREATE OR REPLACE TEMP TABLE tie (
    provider_adjustment_id VARCHAR, remit_claim_id VARCHAR, amount DECIMAL(14, 2), match_rung VARCHAR
);

-- Put off, or settled by a refund, in the transaction set of the reversal: the claim named, else the only reversal, else all
-- of them when the amount is theirs.
INSERT INTO tie
WITH reversal AS (
    SELECT
        remittance_id, remit_claim_id, claim_id, -paid_amount AS amount,
        count(*) OVER (PARTITION BY remittance_id) AS reversals,
        sum(-paid_amount) OVER (PARTITION BY remittance_id) AS total
    FROM core.remit_claim
    WHERE status = 'posted' AND status_code = '22' AND remittance_id IN (SELECT remittance_id FROM pair)
),

told AS (
    SELECT p.*, c.claim_id
    FROM pair AS p
    LEFT JOIN pair_claim AS c USING (provider_adjustment_id)
    WHERE p.meaning IN ('takeback', 'refund') AND p.amount < 0
)

SELECT t.provider_adjustment_id, r.remit_claim_id, t.dollars AS amount, 'named' AS match_rung
FROM told AS t
INNER JOIN reversal AS r USING (remittance_id, claim_id)
QUALIFY
    row_number() OVER (
        PARTITION BY t.provider_adjustment_id ORDER BY r.amount <> t.dollars, r.remit_claim_id
    ) = 1
UNION ALL
SELECT
    t.provider_adjustment_id, r.remit_claim_id, CASE WHEN r.reversals = 1 THEN t.dollars ELSE r.amount END AS amount,
    'same_transaction' AS match_rung
FROM told AS t
INNER JOIN reversal AS r USING (remittance_id)
WHERE t.claim_id IS NULL AND r.amount > 0 AND (r.reversals = 1 OR r.total = t.dollars);

-- What tonight's steps open can be taken tonight.
CREATE OR REPLACE TEMP TABLE standing_takeback AS
SELECT remit_claim_id, claim_id, payer_id, amount - recovered_amount AS open_amount, opened_on FROM core.takeback
WHERE status = 'open'
UNION ALL
SELECT
    t.remit_claim_id, c.claim_id, any_value(p.payer_id) AS payer_id, sum(t.amount) AS open_amount,
    getvariable('business_day') AS opened_on
FROM tie AS t
INNER JOIN pair AS p ON t.provider_adjustment_id = p.provider_adjustment_id AND p.meaning = 'takeback'
INNER JOIN core.remit_claim AS c ON t.remit_claim_id = c.remit_claim_id
WHERE
    t.remit_claim_id NOT IN (
        SELECT k.remit_claim_id FROM core.takeback AS k
        WHERE k.status = 'open'
    )
GROUP BY t.remit_claim_id, c.claim_id;

-- Taken, or put off again, in a later one: the claim named, else the reference of the adjustment that put it off, else the
-- trace of the remittance that did.
INSERT INTO tie
WITH told AS (
    SELECT p.*, c.claim_id
    FROM pair AS p
    LEFT JOIN pair_claim AS c USING (provider_adjustment_id)
    WHERE
        p.meaning IN ('takeback', 'refund')
        AND p.provider_adjustment_id NOT IN (SELECT provider_adjustment_id FROM tie)
        AND (p.amount > 0 OR p.meaning = 'takeback' OR c.claim_id IS NOT NULL)
),

postponing AS (
    SELECT provider_adjustment_id, remit_claim_id FROM core.takeback_step
    WHERE step = 'postponed'
    UNION
    SELECT t.provider_adjustment_id, t.remit_claim_id FROM tie AS t
),

put_off AS (
    SELECT
        s.remit_claim_id, a.provider_adjustment_id, upper(trim(a.reference)) AS reference, upper(r.trace) AS trace,
        coalesce(r.payer_id, r.payer_identifier, r.payer_name) AS payer_key
    FROM postponing AS s
    SEMI JOIN standing_takeback AS k ON s.remit_claim_id = k.remit_claim_id
    INNER JOIN core.provider_adjustment AS a ON s.provider_adjustment_id = a.provider_adjustment_id
    INNER JOIN core.remittance AS r ON a.remittance_id = r.remittance_id
),

by_reference AS (
    SELECT DISTINCT t.provider_adjustment_id, o.remit_claim_id, 1 AS rung
    FROM told AS t
    INNER JOIN put_off AS o ON t.reference = o.reference AND t.payer_key = o.payer_key
    WHERE t.claim_id IS NULL
    UNION ALL
    SELECT DISTINCT t.provider_adjustment_id, o.remit_claim_id, 2 AS rung
    FROM told AS t
    INNER JOIN pair_word AS w ON t.provider_adjustment_id = w.provider_adjustment_id
    INNER JOIN put_off AS o ON w.word = o.trace AND t.payer_key = o.payer_key
    WHERE t.claim_id IS NULL
),

shared AS (
    SELECT
        b.provider_adjustment_id, b.remit_claim_id, b.rung, t.dollars, k.open_amount,
        count(*) OVER g AS takebacks, sum(k.open_amount) OVER g AS total,
        min(b.rung) OVER (PARTITION BY b.provider_adjustment_id) AS first_rung
    FROM by_reference AS b
    INNER JOIN told AS t ON b.provider_adjustment_id = t.provider_adjustment_id
    INNER JOIN standing_takeback AS k ON b.remit_claim_id = k.remit_claim_id
    WINDOW g AS (PARTITION BY b.provider_adjustment_id, b.rung)
)

-- Of several takebacks of the claim named, the one that was put off under the same reference, then the one of this amount,
-- then the oldest.
SELECT t.provider_adjustment_id, k.remit_claim_id, t.dollars AS amount, 'named' AS match_rung
FROM told AS t
INNER JOIN standing_takeback AS k ON t.claim_id = k.claim_id AND t.payer_id IS NOT DISTINCT FROM k.payer_id
LEFT JOIN put_off AS o
    ON k.remit_claim_id = o.remit_claim_id AND t.reference = o.reference AND t.payer_key = o.payer_key
QUALIFY
    row_number() OVER (
        PARTITION BY t.provider_adjustment_id
        ORDER BY o.remit_claim_id IS NULL, k.open_amount <> t.dollars, k.opened_on, k.remit_claim_id
    ) = 1
UNION ALL
SELECT
    provider_adjustment_id, remit_claim_id, CASE WHEN takebacks = 1 THEN dollars ELSE open_amount END AS amount,
    CASE rung WHEN 1 THEN 'earlier_reference' ELSE 'remittance_trace' END AS match_rung
FROM shared
WHERE rung = first_rung AND (takebacks = 1 OR total = dollars);

INSERT INTO core.takeback_step BY NAME
SELECT
    t.provider_adjustment_id, t.remit_claim_id, t.amount, getvariable('business_day') AS step_on,
    CASE
        WHEN p.meaning = 'refund' THEN 'refunded' WHEN p.amount < 0 THEN 'postponed' ELSE 'recovered'
    END AS step
FROM tie AS t
INNER JOIN pair AS p USING (provider_adjustment_id)
ORDER BY t.provider_adjustment_id, t.remit_claim_id;

-- An acknowledged refund settles what was never put off; after a postponement it only offsets the recovery.
INSERT OR REPLACE INTO core.takeback BY NAME
WITH step AS (
    SELECT
        remit_claim_id,
        coalesce(sum(amount) FILTER (WHERE step = 'postponed'), 0) AS postponed,
        coalesce(sum(amount) FILTER (WHERE step = 'recovered'), 0) AS recovered,
        coalesce(sum(amount) FILTER (WHERE step = 'refunded'), 0) AS refunded,
        min(step_on) AS opened_on,
        max(step_on) AS last_on
    FROM core.takeback_step
    WHERE remit_claim_id IN (SELECT remit_claim_id FROM tie)
    GROUP BY remit_claim_id
),

owed AS (
    SELECT
        *,
        CASE WHEN postponed = 0 THEN refunded ELSE postponed END AS amount,
        recovered + CASE WHEN postponed = 0 THEN refunded ELSE 0 END AS recovered_amount
    FROM step
)

SELECT
    o.remit_claim_id, c.claim_id, r.payer_id, o.amount, o.recovered_amount,
    CASE
        WHEN o.recovered_amount < o.amount THEN 'open' WHEN o.recovered_amount = o.amount THEN 'recovered' ELSE 'exceeded'
    END AS status,
    o.opened_on,
    CASE WHEN o.recovered_amount >= o.amount THEN o.last_on END AS recovered_on
FROM owed AS o
INNER JOIN core.remit_claim AS c USING (remit_claim_id)
INNER JOIN core.remittance AS r USING (remittance_id)
ORDER BY o.remit_claim_id;

CREATE OR REPLACE TEMP TABLE single_tie AS
SELECT provider_adjustment_id, any_value(remit_claim_id) AS remit_claim_id, any_value(match_rung) AS match_rung
FROM tie
GROUP BY provider_adjustment_id
HAVING count(*) = 1;

CREATE OR REPLACE TEMP TABLE tied AS
SELECT
    a.provider_adjustment_id,
    coalesce(c.claim_id, r.claim_id) AS claim_id,
    t.remit_claim_id,
    coalesce(c.match_rung, t.match_rung) AS match_rung
FROM pair AS a
LEFT JOIN pair_claim AS c USING (provider_adjustment_id)
LEFT JOIN single_tie AS t USING (provider_adjustment_id)
LEFT JOIN core.remit_claim AS r ON t.remit_claim_id = r.remit_claim_id;

-- What posted without a claim on an earlier night, and has one since its reversal was released, moves there.
INSERT INTO core.remit_event BY NAME
SELECT
    v.correction_id || ':' || a.provider_adjustment_id AS event_id,
    a.remittance_id,
    a.provider_adjustment_id,
    v.action,
    v.correction_id,
    getvariable('business_day') AS status_on
FROM pair AS a
INNER JOIN tied AS t ON a.provider_adjustment_id = t.provider_adjustment_id AND t.claim_id IS NOT NULL
INNER JOIN released_reversal AS v ON a.payer_key = v.payer_key
ANTI JOIN accepted AS n ON a.remittance_id = n.remittance_id AND n.taken <> 'claims'
WHERE a.loose
QUALIFY
    row_number() OVER (
        PARTITION BY a.provider_adjustment_id
        ORDER BY v.remit_claim_id IS DISTINCT FROM t.remit_claim_id, v.remittance_id <> a.remittance_id, v.correction_id
    ) = 1
ORDER BY event_id;

UPDATE core.provider_adjustment AS p
SET claim_id = f.claim_id, remit_claim_id = f.remit_claim_id, match_rung = f.match_rung
FROM tied AS f
WHERE p.provider_adjustment_id = f.provider_adjustment_id AND f.claim_id IS NOT NULL;
