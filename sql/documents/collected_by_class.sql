-- title: What was collected in the month, by payer class, and how much of it is in the base of the invoice
-- one row per: payer class; patients last
-- variable invoice_id: Invoice
WITH counted AS (
    SELECT posting_id, sum(amount) AS amount FROM share
    WHERE invoice_id = getvariable('invoice_id')
    GROUP BY posting_id
)

SELECT
    coalesce(c.payer_class, 'other') AS payer_class,
    coalesce(sum(c.amount) FILTER (WHERE c.source NOT IN ('refund', 'takeback')), 0) AS received,
    coalesce(sum(c.amount) FILTER (WHERE c.source IN ('refund', 'takeback')), 0) AS given_back,
    sum(c.amount) AS collected,
    coalesce(sum(k.amount), 0) AS counted
FROM collections AS c
LEFT JOIN counted AS k ON c.posting_id = k.posting_id
GROUP BY 1
ORDER BY coalesce(c.payer_class, 'other') = 'patient', 1
