-- id: sealed
-- title: The tables of the sealed month that an invoice reads
-- reads: collections.csv, charged.csv, work.csv, earlier.csv of the folder getvariable('sealed')
-- one row per row of a file, typed
CREATE OR REPLACE TEMP TABLE month_money AS
WITH files AS (
    SELECT * FROM read_csv(
        [getvariable('sealed') || '/collections.csv', getvariable('sealed') || '/charged.csv'],
        all_varchar = TRUE, header = TRUE, delim = ',', quote = '"', escape = '"', union_by_name = TRUE, filename = TRUE
    )
)

SELECT
    CASE WHEN ends_with(filename, 'charged.csv') THEN 'charged' ELSE 'collected' END AS measure,
    posting_id,
    posted_on::DATE AS posted_on,
    payer_class, rendering_npi, place_of_service, code, origin, source,
    amount::DECIMAL(14, 2) AS amount,
    original_posting_id,
    original_period IS NOT NULL AS is_earlier
FROM files;

CREATE OR REPLACE TEMP TABLE month_work AS
SELECT
    kind,
    subject_id,
    worked_on::DATE AS worked_on,
    payer_class, rendering_npi, place_of_service,
    quantity::DECIMAL(14, 2) AS quantity,
    amount::DECIMAL(14, 2) AS amount,
    description
FROM read_csv(
    getvariable('sealed') || '/work.csv', all_varchar = TRUE, header = TRUE, delim = ',', quote = '"', escape = '"'
);

CREATE OR REPLACE TEMP TABLE month_earlier AS
SELECT
    kind, posting_id, invoice_number,
    amount::DECIMAL(14, 2) AS amount
FROM read_csv(
    getvariable('sealed') || '/earlier.csv', all_varchar = TRUE, header = TRUE, delim = ',', quote = '"', escape = '"'
);
