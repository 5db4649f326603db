-- title: What was collected and is not in the base of the invoice, by why
-- one row per: reason
-- variable invoice_id: Invoice
WITH counted AS (
    SELECT DISTINCT posting_id FROM share
    WHERE invoice_id = getvariable('invoice_id')
)

SELECT
    CASE
        WHEN c.source = 'desk' THEN 'desk'
        WHEN c.origin = 'opening' THEN 'opening'
        ELSE 'other'
    END AS reason,
    count(*) AS postings,
    sum(c.amount) AS amount
FROM collections AS c
ANTI JOIN counted AS k ON c.posting_id = k.posting_id
GROUP BY 1
ORDER BY 1
