-- title: The payments behind each line of an invoice
-- one row per: line, day, claim, payer, file and earlier invoice
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
    m.claim_id,
    m.payer_id,
    m.source,
    m.source_file,
    min(m.source_position) AS source_position,
    s.original_invoice,
    m.original_period,
    sum(s.amount) AS amount
FROM share AS s
LEFT JOIN money AS m ON s.posting_id = m.posting_id
WHERE s.invoice_id = getvariable('invoice_id')
GROUP BY ALL
ORDER BY s.line, m.posted_on, m.claim_id, m.payer_id, m.source, m.source_file, source_position, s.original_invoice
