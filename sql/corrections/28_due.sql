-- id: due
-- title: The order in which tonight's decisions about money are taken
-- reads: core.correction, core.claim, core.claim_submission, core.opening_balance, core.patient_payment

-- one row per decision of tonight about money, with what it names. Decisions that touch one thing have one key and take
-- turns; money held for patients goes first, its key being the payment, then all others by their encounter.
CREATE OR REPLACE TEMP TABLE due_correction AS
WITH named AS (
    SELECT s.claim_number, s.claim_id FROM core.claim_submission AS s
    UNION
    SELECT c.claim_id AS claim_number, c.claim_id FROM core.claim AS c
),

fresh AS (
    SELECT
        k.correction_id, k.action, k.kind, k.claim_number, k.named_payer, k.reference, k.decided_on, k.source_file,
        k.source_line
    FROM core.correction AS k
    WHERE k.status = 'pending' AND k.kind NOT IN ('remittance', 'deposit', 'coding')
),

-- Balances taken over may have one number with several parties: the decision says whose it is.
former AS (
    SELECT DISTINCT
        f.correction_id, o.claim_id, coalesce(c.payer_id, 'patient') AS owner,
        CASE
            WHEN f.action = 'transfer_to_payer' THEN f.reference
            WHEN f.action IN ('refund_patient', 'apply_payment') THEN 'patient'
            ELSE f.named_payer
        END AS wanted
    FROM fresh AS f
    INNER JOIN core.opening_balance AS o ON f.claim_number = upper(o.former_number)
    INNER JOIN core.claim AS c ON o.claim_id = c.claim_id
    ANTI JOIN named AS n ON f.claim_number = n.claim_number
),

former_claim AS (
    SELECT
        correction_id,
        count(*) AS choices,
        CASE
            WHEN count(*) = 1 THEN min(claim_id)
            WHEN count(*) FILTER (WHERE owner = wanted) = 1 THEN min(claim_id) FILTER (WHERE owner = wanted)
        END AS claim_id
    FROM former
    GROUP BY correction_id
),

-- A payment is named by its id or by the practice's own reference, of which the id is made.
paid AS (
    SELECT w.correction_id, min(p.payment_id) AS payment_id
    FROM (
        SELECT
            correction_id,
            unnest([reference, 'P' || substr(hmac_hex('patient payment|' || reference), 1, 20)]) AS payment_id
        FROM fresh
        WHERE kind <> 'reversal' AND reference IS NOT NULL
    ) AS w
    INNER JOIN core.patient_payment AS p ON w.payment_id = p.payment_id
    GROUP BY w.correction_id
),

found AS (
    SELECT
        f.*,
        p.payment_id,
        r.correction_id AS reversed_id,
        coalesce(n.claim_id, o.claim_id, r.claim_id, t.claim_id) AS claim_id,
        o.choices
    FROM fresh AS f
    LEFT JOIN former_claim AS o ON f.correction_id = o.correction_id
    LEFT JOIN named AS n ON f.claim_number = n.claim_number
    LEFT JOIN paid AS p ON f.correction_id = p.correction_id
    LEFT JOIN core.correction AS r ON f.kind = 'reversal' AND f.reference = r.correction_id
    -- The write-off taken back may be one of tonight, whose claim is not settled yet.
    LEFT JOIN named AS t ON r.claim_number = t.claim_number
),

keyed AS (
    SELECT
        f.correction_id,
        f.kind,
        f.claim_id,
        f.choices,
        f.payment_id,
        f.reversed_id,
        c.received_id,
        f.decided_on,
        f.source_file,
        f.source_line,
        CASE WHEN f.payment_id IS NULL THEN 2 ELSE 1 END AS phase,
        coalesce(f.payment_id, c.received_id, f.correction_id) AS turn_key
    FROM found AS f
    LEFT JOIN core.claim AS c ON f.claim_id = c.claim_id
),

placed AS (
    SELECT
        * EXCLUDE (decided_on, source_file, source_line),
        row_number() OVER (PARTITION BY phase, turn_key ORDER BY decided_on, source_file, source_line) AS place
    FROM keyed
)

SELECT * EXCLUDE (phase, turn_key, place), dense_rank() OVER (ORDER BY phase, place) AS turn FROM placed;
