-- id: client_payments
-- title: Payments of clients, typed and judged; those without fault go into the books
-- reads: staged_payment, client_payment, client_invoice; getvariable('clients'), getvariable('business_day')
-- one row per row of the file (temp table judged_payment), with its fault or none
CREATE OR REPLACE TEMP TABLE judged_payment AS
WITH typed AS (
    SELECT
        source_file, source_line, payment_reference, client_id, invoice_number,
        CASE
            WHEN regexp_full_match(p.amount, '-?\d{1,12}(\.\d{1,2})?') THEN try_cast(p.amount AS DECIMAL(14, 2))
        END AS amount,
        CASE WHEN regexp_full_match(p.paid_on, '\d{4}-\d{2}-\d{2}') THEN try_cast(p.paid_on AS DATE) END AS paid_on,
        CASE WHEN regexp_full_match(lower(p.method), '[a-z][a-z0-9_ -]{0,19}') THEN lower(p.method) END AS method
    FROM staged_payment AS p
),

formed AS (
    SELECT
        t.*,
        CASE
            WHEN t.payment_reference IS NULL THEN 'payment_reference is missing'
            WHEN NOT list_contains(getvariable('clients'), coalesce(t.client_id, '')) THEN 'client_id is no client of this company'
            WHEN coalesce(t.amount, 0) = 0 THEN 'amount is not an amount of dollars and cents'
            WHEN t.paid_on IS NULL THEN 'paid_on is not a day written YYYY-MM-DD'
            WHEN t.paid_on > getvariable('business_day') THEN 'paid_on lies after the business day'
            WHEN t.method IS NULL THEN 'method is missing or is not a short name such as ach, card or check'
            WHEN t.invoice_number IS NOT NULL AND i.invoice_number IS NULL THEN 'invoice_number is no invoice of this client'
        END AS form_fault
    FROM typed AS t
    LEFT JOIN client_invoice AS i
        ON t.invoice_number = i.invoice_number AND t.client_id = i.client_id AND i.kind = 'invoice'
),

known AS (
    SELECT payment_reference, client_id, amount, paid_on, 0 AS source_line FROM client_payment
    UNION ALL
    SELECT payment_reference, client_id, amount, paid_on, source_line FROM formed
    WHERE form_fault IS NULL
),

first_known AS (
    SELECT * FROM known
    QUALIFY row_number() OVER (PARTITION BY payment_reference ORDER BY source_line) = 1
)

SELECT
    f.*,
    CASE
        WHEN f.form_fault IS NOT NULL THEN f.form_fault
        WHEN k.source_line = f.source_line THEN NULL
        WHEN k.client_id = f.client_id AND k.amount = f.amount AND k.paid_on = f.paid_on THEN 'sent twice'
        ELSE 'payment_reference was used before for another payment'
    END AS fault
FROM formed AS f
LEFT JOIN first_known AS k ON f.payment_reference = k.payment_reference;

INSERT INTO client_payment BY NAME
SELECT
    payment_reference, client_id, paid_on, amount, method, invoice_number,
    getvariable('business_day')::DATE AS received_on,
    source_file,
    source_line
FROM judged_payment
WHERE fault IS NULL
ORDER BY payment_reference;
