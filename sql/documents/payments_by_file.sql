-- title: The payments behind each line of an invoice, those of one file together
-- one row per: line, day, payer, kind, file and earlier invoice
-- variable invoice_id: Invoice
WITH money AS (
    SELECT * FROM collections
    UNION ALL BY NAME
    SELECT * FROM charged
)

SELECT
    s.line,
    m.posted_on,
    m.effective_on,
    m.payer_id,
    m.source,
    m.source_file,
    s.original_invoice,
    m.original_period,
    count(DISTINCT m.claim_id) AS claims,
    sum(s.amount) AS amount
FROM share AS s
LEFT JOIN money AS m ON s.posting_id = m.posting_id
WHERE s.invoice_id = getvariable('invoice_id')
GROUP BY ALL
ORDER BY s.line, m.posted_on, m.payer_id, m.source, m.source_file, s.original_invoice
