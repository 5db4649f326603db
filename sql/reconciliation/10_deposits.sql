-- id: deposits
-- title: Rows of bank files, typed and judged, and the deposits among them
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
        *,
        'B' || left(sha256(concat_ws(
            '|', deposit_day, dollars, coalesce(trace, ''), coalesce(payer_name, ''), coalesce(description, ''), occurrence
        )), 20) AS deposit_id
    FROM counted
)

SELECT
    *,
    row_number() OVER (PARTITION BY deposit_id ORDER BY source_file, source_line) > 1
    OR deposit_id IN (SELECT deposit_id FROM core.bank_deposit) AS known,
    CASE
        WHEN dollars IS NULL THEN 'amount is not a number of dollars and cents'
        WHEN deposit_day IS NULL THEN 'deposited_on is not a day written YYYY-MM-DD'
        WHEN dollars <= 0 THEN 'the amount is not a deposit; only money received is reconciled'
    END AS fault
FROM identified;

INSERT INTO core.bank_deposit BY NAME
SELECT
    deposit_id, deposit_day AS deposited_on, dollars AS amount, trace, payer_name, source_file, source_line,
    getvariable('business_day') AS received_on
FROM judged_deposit
WHERE fault IS NULL AND NOT known
ORDER BY deposit_id;
