-- id: manual
-- title: Paper remittances keyed as CSV, as the same staged tables as an 835: a check is a transaction set
-- reads: staged_manual, known_identity
-- one row per row of tonight's files, typed, with its place in its check
CREATE OR REPLACE TEMP TABLE manual_row AS
WITH typed AS (
    SELECT
        source_file, source_line, payer_id, check_number, claim_number, payer_claim_number, claim_status,
        patient_last_name, patient_first_name, member_id, code, reference,
        upper(group_code) AS group_code,
        upper(reason_code) AS reason_code,
        try_cast(check_date AS DATE) AS check_day,
        try_cast(service_on AS DATE) AS service_day,
        CASE WHEN regexp_full_match(line_number, '\d{1,3}') THEN cast(line_number AS INTEGER) END AS line_number,
        string_split(upper(coalesce(modifiers, '')), ':') AS modifiers,
        CASE
            WHEN regexp_full_match(check_amount, '-?\d{1,10}(\.\d{1,2})?') THEN cast(check_amount AS DECIMAL(14, 2))
        END AS check_dollars,
        CASE
            WHEN regexp_full_match(charge, '-?\d{1,10}(\.\d{1,2})?') THEN cast(charge AS DECIMAL(14, 2))
        END AS charged,
        CASE
            WHEN regexp_full_match(paid, '-?\d{1,10}(\.\d{1,2})?') THEN cast(paid AS DECIMAL(14, 2))
        END AS paid_dollars,
        CASE
            WHEN regexp_full_match(adjustment_amount, '-?\d{1,10}(\.\d{1,2})?') THEN cast(adjustment_amount AS DECIMAL(14, 2))
        END AS adjusted,
        [check_date, check_amount, service_on, line_number, charge, paid, adjustment_amount, modifiers] AS as_keyed,
        check_date, check_amount, charge, paid, adjustment_amount, service_on, line_number AS line_keyed
    FROM staged_manual
),

judged AS (
    SELECT
        * EXCLUDE (check_date, check_amount, charge, paid, adjustment_amount, service_on, line_keyed),
        [check_number, check_date, check_amount, payer_id] AS check_key,
        CASE
            WHEN payer_id IS NULL OR check_number IS NULL THEN 'payer_id or check_number is missing'
            WHEN check_day IS NULL OR check_dollars IS NULL THEN 'check_date or check_amount cannot be read'
            WHEN charge IS NOT NULL AND charged IS NULL THEN 'charge cannot be read'
            WHEN paid IS NOT NULL AND paid_dollars IS NULL THEN 'paid cannot be read'
            WHEN service_on IS NOT NULL AND service_day IS NULL THEN 'service_on cannot be read'
            WHEN line_keyed IS NOT NULL AND line_number IS NULL THEN 'line_number is no number'
            WHEN
                (adjustment_amount IS NOT NULL OR group_code IS NOT NULL OR reason_code IS NOT NULL)
                AND (adjusted IS NULL OR group_code IS NULL OR reason_code IS NULL)
                THEN 'an adjustment has a group_code, a reason_code and an adjustment_amount'
            WHEN group_code NOT IN ('CO', 'PR', 'OA', 'PI', 'PLB') THEN 'group_code is none of CO, PR, OA, PI, PLB'
            WHEN group_code = 'PLB' THEN NULL
            WHEN claim_number IS NULL AND payer_claim_number IS NULL AND patient_last_name IS NULL AND member_id IS NULL
                THEN 'nothing says which claim it is'
            WHEN claim_status IS NULL THEN 'claim_status is missing'
        END AS fault
    FROM typed
),

of_check AS (
    SELECT
        *,
        min(source_line) OVER (PARTITION BY source_file, check_key) AS check_line,
        [claim_number, payer_claim_number, claim_status, patient_last_name, patient_first_name, member_id] AS claim_key
    FROM judged
),

of_claim AS (
    SELECT
        *,
        coalesce(group_code = 'PLB', FALSE) AS provider_level,
        min(source_line) OVER (PARTITION BY source_file, check_line, claim_key, coalesce(group_code = 'PLB', FALSE)) AS claim_line
    FROM of_check
)

SELECT
    * EXCLUDE (check_key, claim_key, provider_level),
    cast(dense_rank() OVER (PARTITION BY source_file ORDER BY check_line) - 1 AS INTEGER) AS st_index,
    CASE
        WHEN NOT provider_level
            THEN cast(dense_rank() OVER (PARTITION BY source_file, check_line, provider_level ORDER BY claim_line) - 1 AS INTEGER)
    END AS claim_index,
    CASE
        WHEN line_number IS NOT NULL
            THEN cast(dense_rank() OVER (
                PARTITION BY source_file, check_line, claim_line, line_number IS NULL ORDER BY line_number
            ) - 1 AS INTEGER)
    END AS line_index
FROM of_claim;

-- The content is what the rows say, in their order, without the file around them.
INSERT INTO staged_payment BY NAME
SELECT
    source_file, st_index, check_line AS segment, check_line AS "offset", 'manual' AS source_kind,
    'line ' || check_line AS st_control,
    any_value(check_dollars) AS amount, 'C' AS credit_or_debit, 'CHK' AS method, any_value(check_day) AS payment_on,
    any_value(check_number) AS trace, any_value(upper(payer_id)) AS payer_identifier,
    (SELECT min(i.npi) FROM known_identity AS i) AS payee_npi,
    sha256('manual' || string_agg(
        to_json(as_keyed || [
            payer_id, check_number, claim_number, payer_claim_number, claim_status, patient_last_name,
            patient_first_name, member_id, code, reference, group_code, reason_code
        ]),
        '~' ORDER BY source_line
    )) AS content_hash,
    TRUE AS complete
FROM manual_row
GROUP BY source_file, st_index, check_line;

INSERT INTO staged_finding BY NAME
SELECT
    source_file, st_index, source_line AS segment, source_line AS "offset", 'unreadable_amount' AS code,
    'error' AS severity, fault AS message, 'Correct the row and key the whole check again in a new file' AS remedy
FROM manual_row
WHERE fault IS NOT NULL;

CREATE OR REPLACE TEMP TABLE manual_line AS
SELECT
    source_file, st_index, claim_index, line_index, min(source_line) AS segment,
    arg_min(code, source_line) AS code, arg_min(modifiers, source_line) AS modifiers,
    arg_min(service_day, source_line) AS service_from,
    min(charged) AS charge_amount, min(paid_dollars) AS paid_amount,
    count(DISTINCT charged) > 1 OR count(DISTINCT paid_dollars) > 1 OR min(charged) IS NULL OR min(paid_dollars) IS NULL
        AS unclear
FROM manual_row
WHERE line_index IS NOT NULL AND claim_index IS NOT NULL
GROUP BY ALL;

INSERT INTO staged_finding BY NAME
SELECT
    source_file, st_index, segment, segment AS "offset", 'unreadable_amount' AS code, 'error' AS severity,
    'the rows of a line give no charge and paid, or different ones' AS message,
    'Correct the rows and key the whole check again in a new file' AS remedy
FROM manual_line
WHERE unclear;

INSERT INTO staged_line BY NAME
SELECT
    source_file, st_index, claim_index, line_index, segment, segment AS "offset", 'HC' AS code_qualifier, code,
    modifiers[1] AS modifier1, modifiers[2] AS modifier2, modifiers[3] AS modifier3, modifiers[4] AS modifier4,
    charge_amount, paid_amount, service_from
FROM manual_line
WHERE NOT unclear;

-- A claim keyed by line is the sum of its lines; one without lines gives its own charge and payment.
INSERT INTO staged_claim BY NAME
WITH by_line AS (
    SELECT source_file, st_index, claim_index, sum(charge_amount) AS charged, sum(paid_amount) AS paid FROM manual_line
    GROUP BY ALL
)

SELECT
    m.source_file, m.st_index, m.claim_index, min(m.source_line) AS segment, min(m.source_line) AS "offset",
    any_value(m.claim_number) AS claim_number, any_value(m.claim_status) AS status_code,
    coalesce(min(m.charged) FILTER (WHERE m.line_index IS NULL), any_value(b.charged), 0) AS charge_amount,
    coalesce(min(m.paid_dollars) FILTER (WHERE m.line_index IS NULL), any_value(b.paid), 0) AS paid_amount,
    any_value(m.payer_claim_number) AS payer_claim_number, any_value(m.patient_last_name) AS patient_last_name,
    any_value(m.patient_first_name) AS patient_first_name, any_value(m.member_id) AS member_id,
    min(m.service_day) AS service_from
FROM manual_row AS m
LEFT JOIN by_line AS b USING (source_file, st_index, claim_index)
WHERE m.claim_index IS NOT NULL
GROUP BY m.source_file, m.st_index, m.claim_index;

INSERT INTO staged_adjustment BY NAME
SELECT
    source_file, st_index, claim_index, line_index, source_line AS segment, source_line AS "offset", 1 AS triplet,
    group_code, reason_code, adjusted AS amount
FROM manual_row
WHERE adjusted IS NOT NULL AND claim_index IS NOT NULL AND group_code IS NOT NULL AND reason_code IS NOT NULL;

INSERT INTO staged_provider_adjustment BY NAME
SELECT
    source_file, st_index, source_line AS segment, source_line AS "offset", 1 AS pair, reason_code,
    coalesce(reference, payer_claim_number, claim_number) AS reference, adjusted AS amount
FROM manual_row
WHERE group_code = 'PLB' AND adjusted IS NOT NULL AND reason_code IS NOT NULL;

INSERT INTO staged_finding BY NAME
WITH adjusted AS (
    SELECT source_file, st_index, claim_index, line_index, sum(amount) AS amount FROM staged_adjustment
    WHERE line_index IS NOT NULL
    GROUP BY ALL
)

SELECT
    l.source_file, l.st_index, l.claim_index, l.line_index, l.segment, l.segment AS "offset",
    'line_out_of_balance' AS code, 'error' AS severity, 'charge less adjustments is not what was paid' AS message,
    'Compare with the paper' AS remedy
FROM manual_line AS l
LEFT JOIN adjusted AS a USING (source_file, st_index, claim_index, line_index)
WHERE NOT l.unclear AND l.charge_amount - coalesce(a.amount, 0) <> l.paid_amount;

-- Of a file that a decision takes up again, the other checks were taken in before.
DELETE FROM staged_payment
WHERE
    source_file IN (SELECT source_file FROM reread_set)
    AND source_kind = 'manual'
    AND (source_file, "offset") NOT IN (SELECT source_file, source_position FROM reread_set);
