-- title: What each posting has in the base of an invoice line
-- one row per: line and posting with a share in its base
-- column invoice_number: Invoice or credit note (marts.invoices).
-- column line: Its line (marts.invoice_lines).
-- column posting_id: Posting (ledger.posting), which names the 835 file and position.
-- column amount: Signed share of the posting in the line's base, dollars.
-- column original_posting_id: Of money taken back or refunded: the posting of the payment; else NULL.
-- column original_invoice: Number of the invoice in which that payment was; NULL where it was in none.
SELECT
    i.invoice_number, p.line, p.posting_id, p.amount, p.original_posting_id, p.original_invoice
FROM core.invoice AS i
INNER JOIN core.invoice_line_posting AS p ON i.invoice_id = p.invoice_id
WHERE i.invoice_number IS NOT NULL
ORDER BY i.invoice_number, p.line, p.posting_id
