-- id: invoice_adds_up
-- law: 2
-- title: The shares of postings sum to the base of each invoice line, the lines to what is due, and only a credit note is negative
-- scope: everything
-- one row per invoice or credit note that does not add up
WITH shared AS (
    SELECT invoice_id, line, sum(amount) AS base_amount FROM core.invoice_line_posting
    GROUP BY invoice_id, line
),

lined AS (
    SELECT
        l.invoice_id,
        sum(l.amount) AS amount_due,
        sum(l.amount) FILTER (WHERE l.kind = 'tax') AS tax_amount,
        sum(l.base_amount) AS base_amount,
        bool_or(l.base_amount IS DISTINCT FROM s.base_amount) AS loose
    FROM core.invoice_line AS l
    LEFT JOIN shared AS s ON l.invoice_id = s.invoice_id AND l.line = s.line
    GROUP BY l.invoice_id
)

SELECT i.invoice_id, i.amount_due, l.amount_due AS of_lines, i.base_amount, l.base_amount AS base_of_lines
FROM core.invoice AS i
LEFT JOIN lined AS l ON i.invoice_id = l.invoice_id
WHERE
    (i.issued_on = getvariable('business_day') OR getvariable('whole_history'))
    AND (
        l.amount_due IS DISTINCT FROM i.amount_due
        OR i.fee_amount + i.tax_amount <> i.amount_due
        OR coalesce(l.tax_amount, 0) <> i.tax_amount
        OR coalesce(l.base_amount, 0) <> i.base_amount
        OR l.loose
        OR (i.amount_due < 0 AND i.kind <> 'credit_note')
    )
