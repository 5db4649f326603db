-- id: files
-- title: Lines of time files, typed and judged
-- reads: staged_work, core.work_item
-- one row per line of tonight's files (temp table judged_work), with its fault or none
CREATE OR REPLACE TEMP TABLE judged_work AS
WITH typed AS (
    SELECT
        source_file, source_line, reference, description,
        lower(w.kind) AS kind,
        CASE WHEN regexp_full_match(w.worked_on, '\d{4}-\d{2}-\d{2}') THEN try_cast(w.worked_on AS DATE) END AS worked_on,
        CASE
            WHEN regexp_full_match(w.quantity, '\d{1,9}(\.\d{1,2})?') THEN try_cast(w.quantity AS DECIMAL(12, 2))
        END AS quantity,
        CASE
            WHEN regexp_full_match(w.amount, '\d{1,9}(\.\d{1,2})?') THEN try_cast(w.amount AS DECIMAL(14, 2))
        END AS amount,
        w.amount IS NOT NULL AS has_amount
    FROM staged_work AS w
),

formed AS (
    SELECT
        *,
        'W' || substr(hmac_hex(concat_ws('|', 'work', reference, kind, worked_on)), 1, 20) AS work_id,
        CASE
            WHEN reference IS NULL THEN 'reference is missing'
            WHEN
                kind IS NULL OR kind NOT IN ('statement', 'verification', 'appeal', 'hour', 'pass_through')
                THEN 'kind is none of statement, verification, appeal, hour, pass_through'
            WHEN worked_on IS NULL THEN 'worked_on is not a day written YYYY-MM-DD'
            WHEN worked_on > getvariable('business_day') THEN 'worked_on lies after the business day'
            WHEN coalesce(quantity, 0) <= 0 THEN 'quantity is not a positive number with two decimals at most'
            WHEN kind = 'pass_through' AND coalesce(amount, 0) <= 0 THEN 'a pass_through needs an amount in dollars and cents'
            WHEN kind = 'pass_through' AND description IS NULL THEN 'a pass_through needs a description for the invoice'
            WHEN kind <> 'pass_through' AND has_amount
                THEN 'amount is for pass_through alone: the agreement has the price'
            WHEN length(description) > 80 THEN 'description is longer than 80 letters'
        END AS form_fault
    FROM typed
),

-- What a reference stands for: the line taken in earlier, else its first sound line tonight.
known AS (
    SELECT work_id, quantity, amount, '' AS source_file, 0 AS source_line FROM core.work_item
    WHERE work_id IN (SELECT f.work_id FROM formed AS f)
    UNION ALL
    SELECT work_id, quantity, amount, source_file, source_line FROM formed
    WHERE form_fault IS NULL
),

first_known AS (
    SELECT * FROM known
    QUALIFY row_number() OVER (PARTITION BY work_id ORDER BY source_file, source_line) = 1
)

SELECT
    f.*,
    CASE
        WHEN f.form_fault IS NOT NULL THEN f.form_fault
        WHEN k.source_file = f.source_file AND k.source_line = f.source_line THEN NULL
        WHEN k.quantity = f.quantity AND coalesce(k.amount, 0) = coalesce(f.amount, 0) THEN 'sent twice'
        ELSE 'reference, kind and day were used before for another quantity or amount'
    END AS fault
FROM formed AS f
LEFT JOIN first_known AS k ON f.work_id = k.work_id;
