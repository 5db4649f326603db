-- id: files
-- title: Rows of patient payment files, typed and judged
-- one row per claim number that the files name and that is known here (temp table named_claim): ours, or the one that a
-- balance taken over had in the system before; of several balances under one number the patient's, else the first payer's
CREATE OR REPLACE TEMP TABLE named_claim AS
WITH told AS (
    SELECT DISTINCT upper(claim_number) AS claim_no FROM staged_payment
),

known AS (
    SELECT t.claim_no, s.claim_id, 1 AS rung FROM told AS t
    INNER JOIN core.claim_submission AS s ON t.claim_no = s.claim_number
    UNION ALL
    SELECT t.claim_no, c.claim_id, 2 AS rung FROM told AS t
    INNER JOIN core.claim AS c ON t.claim_no = c.claim_id
    UNION ALL
    SELECT t.claim_no, o.claim_id, 3 AS rung FROM told AS t
    INNER JOIN core.opening_balance AS o ON t.claim_no = upper(o.former_number)
)

-- The number of a claim that was replaced speaks of the visit, wherever that is billed now.
SELECT
    k.claim_no,
    arg_min(
        coalesce(n.received_id, c.received_id), (k.rung, NOT c.live, c.party <> 'patient', c.payer_priority, c.claim_id)
    ) AS received_id
FROM known AS k
INNER JOIN core.claim AS c ON k.claim_id = c.claim_id
LEFT JOIN core.claim AS n
    ON CASE WHEN c.replaced_on IS NOT NULL THEN c.encounter_id END = n.encounter_id AND n.live AND n.payer_priority <= 1
GROUP BY k.claim_no;

-- one row per row of tonight's files (temp table judged_payment), with its fault or none
CREATE OR REPLACE TEMP TABLE judged_payment AS
WITH typed AS (
    SELECT
        *,
        'P' || substr(hmac_hex('patient payment|' || payment_reference), 1, 20) AS payment_id,
        CASE
            WHEN regexp_full_match(amount, '\d{1,12}(\.\d{1,2})?') THEN try_cast(amount AS DECIMAL(14, 2))
        END AS dollars,
        CASE WHEN regexp_full_match(paid_on, '\d{4}-\d{2}-\d{2}') THEN try_cast(paid_on AS DATE) END AS paid_day,
        CASE
            WHEN
                regexp_full_match(upper(claim_number), '[A-Z0-9]{1,20}')
                -- The system before may have had other forms.
                OR upper(claim_number) IN (SELECT n.claim_no FROM named_claim AS n)
                THEN upper(claim_number)
        END AS claim_no,
        coalesce(lower(kind), 'payment') AS payment_kind,
        CASE WHEN lower(kind) = 'refund' THEN -1 ELSE 1 END AS sign,
        CASE WHEN regexp_full_match(lower(method), '[a-z][a-z0-9_ -]{0,19}') THEN lower(method) END AS paid_by
    FROM staged_payment
),

-- The encounter that a refund's claim number names.
refunded AS (
    SELECT n.claim_no, n.received_id
    FROM named_claim AS n
    SEMI JOIN typed AS t ON n.claim_no = t.claim_no AND t.payment_kind = 'refund'
    SEMI JOIN core.claim AS c ON n.received_id = c.received_id AND core.not_voided(c.live, c.replaced_on)
),

-- Of these, the ones whose patient is owed a refund by a correction.
owed_back AS (
    SELECT r.claim_no
    FROM refunded AS r
    INNER JOIN core.claim AS c ON r.received_id = c.received_id
    INNER JOIN ledger.posting AS p ON c.claim_id = p.claim_id AND p.account = 'refund_payable:patient'
    GROUP BY r.claim_no
    HAVING sum(p.amount) <> 0
),

formed AS (
    SELECT
        * REPLACE (sign * dollars AS dollars),
        CASE
            WHEN payment_id IS NULL THEN 'payment_reference is missing'
            WHEN coalesce(dollars, 0) <= 0 THEN 'amount is not a positive number of dollars and cents'
            WHEN paid_day IS NULL THEN 'paid_on is not a day written YYYY-MM-DD'
            WHEN paid_day > getvariable('business_day') THEN 'paid_on lies after the business day'
            WHEN paid_by IS NULL THEN 'method is missing or is not a short name such as card, cash or check'
            WHEN payment_kind NOT IN ('payment', 'refund') THEN 'kind is neither payment nor refund'
            WHEN payment_kind = 'refund' AND (claim_no IS NULL OR claim_no NOT IN (SELECT r.claim_no FROM refunded AS r))
                THEN 'a refund must name a claim that is known here'
            WHEN payment_kind = 'refund' AND claim_no IN (SELECT o.claim_no FROM owed_back AS o)
                THEN 'a refund decided by a correction is owed on this claim: send it as refund_paid in corrections/'
        END AS form_fault
    FROM typed
),

-- What a reference stands for: the payment taken in earlier, else its first sound row tonight.
known AS (
    SELECT payment_id, amount AS dollars, paid_on AS paid_day, claim_number AS claim_no, '' AS source_file, 0 AS source_line
    FROM core.patient_payment
    WHERE payment_id IN (SELECT payment_id FROM formed)
    UNION ALL
    SELECT payment_id, dollars, paid_day, claim_no, source_file, source_line FROM formed
    WHERE form_fault IS NULL
    QUALIFY row_number() OVER (PARTITION BY payment_id ORDER BY source_file, source_line) = 1
),

first_known AS (
    SELECT * FROM known
    QUALIFY row_number() OVER (PARTITION BY payment_id ORDER BY source_file, source_line) = 1
)

SELECT
    f.*,
    CASE
        WHEN f.form_fault IS NOT NULL THEN f.form_fault
        WHEN k.source_file = f.source_file AND k.source_line = f.source_line THEN NULL
        WHEN k.dollars = f.dollars AND k.paid_day = f.paid_day AND coalesce(k.claim_no, '') = coalesce(f.claim_no, '')
            THEN 'sent twice'
        ELSE 'payment_reference was used before for another payment'
    END AS fault
FROM formed AS f
LEFT JOIN first_known AS k ON f.payment_id = k.payment_id;
