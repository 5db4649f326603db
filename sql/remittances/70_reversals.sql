-- id: reversals
-- title: Reversals paired to the remitted claim that they take back
-- reads: placed, accepted, core.remit_claim, core.remittance
-- one row per reversal of tonight and remitted claim it takes back: same claim, opposite amounts, the latest not yet reversed
CREATE OR REPLACE TEMP TABLE fresh_claim AS
SELECT p.remit_claim_id, p.remittance_id, p.claim_id, p.status_code, p.charge_amount, p.paid_amount, a.payment_on
FROM placed AS p
INNER JOIN accepted AS a USING (remittance_id)
WHERE p.status = 'posted';

CREATE OR REPLACE TEMP TABLE reversal_pair AS
WITH wanted AS (
    SELECT DISTINCT claim_id, -charge_amount AS charge_amount, -paid_amount AS paid_amount FROM fresh_claim
    WHERE status_code = '22'
),

reversible AS (
    SELECT
        c.remit_claim_id, c.claim_id, c.charge_amount, c.paid_amount, FALSE AS reversal,
        CASE WHEN f.remit_claim_id IS NULL THEN coalesce(c.status_on, r.received_on) END AS known_on,
        r.payment_on
    FROM core.remit_claim AS c
    INNER JOIN core.remittance AS r USING (remittance_id)
    SEMI JOIN wanted AS w
        ON c.claim_id = w.claim_id AND c.charge_amount = w.charge_amount AND c.paid_amount = w.paid_amount
    LEFT JOIN fresh_claim AS f ON c.remit_claim_id = f.remit_claim_id
    WHERE
        c.status = 'posted' AND c.status_code <> '22'
        AND c.remit_claim_id NOT IN (
            SELECT d.reverses FROM core.remit_claim AS d
            WHERE d.reverses IS NOT NULL
        )
),

event AS (
    SELECT * FROM reversible
    UNION ALL BY NAME
    SELECT
        remit_claim_id, claim_id, -charge_amount AS charge_amount, -paid_amount AS paid_amount, TRUE AS reversal,
        NULL AS known_on, payment_on
    FROM fresh_claim
    WHERE status_code = '22'
),

-- What earlier nights knew comes first, then tonight's by payment day and place.
ordered AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY claim_id, charge_amount, paid_amount ORDER BY known_on NULLS LAST, payment_on, remit_claim_id
        ) AS place
    FROM event
),

-- How many stand unreversed: a reversal takes back the one that raised the count to where it stands.
counted AS (
    SELECT
        *,
        sum(CASE WHEN reversal THEN -1 ELSE 1 END) OVER (
            PARTITION BY claim_id, charge_amount, paid_amount ORDER BY place
        ) + CASE WHEN reversal THEN 1 ELSE 0 END AS standing
    FROM ordered
),

in_turn AS (
    SELECT v.remit_claim_id, arg_max(o.remit_claim_id, o.place) AS reverses
    FROM counted AS v
    INNER JOIN counted AS o USING (claim_id, charge_amount, paid_amount, standing)
    WHERE v.reversal AND NOT o.reversal AND o.place < v.place
    GROUP BY v.remit_claim_id
),

-- Of one night: the payment may stand after its reversal.
rest AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY claim_id, charge_amount, paid_amount, reversal ORDER BY place) AS number
    FROM ordered
    WHERE
        remit_claim_id NOT IN (SELECT remit_claim_id FROM in_turn)
        AND remit_claim_id NOT IN (SELECT reverses FROM in_turn)
)

SELECT remit_claim_id, reverses FROM in_turn
UNION ALL
SELECT v.remit_claim_id, o.remit_claim_id AS reverses
FROM rest AS v
INNER JOIN rest AS o USING (claim_id, charge_amount, paid_amount, number)
WHERE v.reversal AND NOT o.reversal;

UPDATE core.remit_claim AS c
SET reverses = p.reverses
FROM reversal_pair AS p
WHERE c.remit_claim_id = p.remit_claim_id;
