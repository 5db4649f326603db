-- title: Every posting behind an invoice, with its share in the base of a line
-- one row per: line and posting
-- variable invoice_id: Invoice
WITH money AS (
    SELECT * FROM collections
    UNION ALL BY NAME
    SELECT * FROM charged
)

SELECT
    s.line,
    s.posting_id,
    m.posted_on,
    m.effective_on,
    m.claim_id,
    m.line_id,
    m.payer_id,
    m.payer_class,
    m.rendering_npi,
    m.place_of_service,
    m.code,
    m.source,
    s.amount,
    s.original_posting_id,
    s.original_invoice,
    m.source_file,
    m.source_position
FROM share AS s
LEFT JOIN money AS m ON s.posting_id = m.posting_id
WHERE s.invoice_id = getvariable('invoice_id')
ORDER BY s.line, m.posted_on, s.posting_id
