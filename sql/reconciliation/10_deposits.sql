-- id: deposits
-- title: Rows of bank files, typed and judged, and the credits and debits among them
-- one row per row of tonight's files (temp table judged_deposit), with its fault or none
CREATE OR REPLACE TEMP TABLE judged_deposit AS
WITH typed AS (
    SELECT
        *,
        CASE
            WHEN regexp_full_match(amount, '-?\d{1,12}(\.\d{1,2})?') THEN try_cast(amount AS DECIMAL(14, 2))
        END AS dollars,
        CASE
            WHEN regexp_full_match(deposited_on, '\d{4}-\d{2}-\d{2}') THEN try_cast(deposited_on AS DATE)
        END AS deposit_day
    FROM staged_deposit
),

-- The n-th equal row of a file is the n-th such deposit: files that overlap do not make a deposit two.
counted AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY source_file, deposit_day, dollars, trace, payer_name, description
            ORDER BY source_line
        ) AS occurrence
    FROM typed
),

identified AS (
    SELECT
        * EXCLUDE (trace),
        'B' || left(sha256(concat_ws(
            '|', deposit_day, dollars, coalesce(trace, ''), coalesce(payer_name, ''), coalesce(description, ''), occurrence
        )), 20) AS deposit_id,
        -- The bank may pass the payment's own trace in the words of a CSV, too.
        nullif(regexp_extract(upper(description), getvariable('trace_form'), 1), '') AS noticed_trace,
        nullif(regexp_extract(upper(description), getvariable('trace_form'), 2), '') AS noticed_originator,
        trace AS trace_given
    FROM counted
)

SELECT
    * EXCLUDE (kind, trace_from, originator_id),
    coalesce(noticed_trace, trace_given) AS trace,
    CASE
        WHEN noticed_trace IS NOT NULL THEN 'addenda'
        WHEN trace_given IS NOT NULL THEN coalesce(trace_from, 'column')
    END AS trace_from,
    coalesce(originator_id, noticed_originator) AS originator_id,
    CASE
        WHEN dollars > 0 AND regexp_matches(upper(description), getvariable('card_form')) THEN 'card'
        WHEN nullif(kind, '') IS NOT NULL THEN kind
        WHEN dollars < 0 AND regexp_matches(upper(description), '\bRETURN') THEN 'returned'
        WHEN dollars < 0 AND regexp_matches(upper(description), '\bFEES?\b') THEN 'fee'
        WHEN dollars < 0 THEN 'debit'
        WHEN regexp_matches(upper(description), '\b(HCCLAIMPMT|EFT|ACH)\b') OR noticed_trace IS NOT NULL THEN 'ach'
        WHEN regexp_matches(upper(description), '\bLOCKBOX\b') THEN 'lockbox'
        WHEN regexp_matches(upper(description), '\bCHE(CK|QUE)S?\b') THEN 'check'
        ELSE 'other'
    END AS kind,
    row_number() OVER (PARTITION BY deposit_id ORDER BY source_file, source_line) > 1
    OR deposit_id IN (SELECT deposit_id FROM core.bank_deposit) AS known,
    CASE
        WHEN dollars IS NULL THEN 'amount is not a number of dollars and cents'
        WHEN deposit_day IS NULL THEN 'deposited_on is not a day written YYYY-MM-DD'
        WHEN dollars = 0 THEN 'the amount is zero: nothing was received or paid'
    END AS fault
FROM identified;

INSERT INTO core.bank_deposit BY NAME
SELECT
    deposit_id, deposit_day AS deposited_on, dollars AS amount, kind, trace, trace_from, originator_id, payer_name,
    CASE WHEN dollars > 0 THEN 'unmatched' ELSE 'kept' END AS status,
    source_file, source_line, getvariable('business_day') AS received_on
FROM judged_deposit
WHERE fault IS NULL AND NOT known
ORDER BY deposit_id;
