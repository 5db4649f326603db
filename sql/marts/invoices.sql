-- title: Invoices and credit notes that were issued to this client
-- one row per: invoice or credit note
-- column invoice_number: Number in the sequence of the billing company.
-- column client_id: The client practice.
-- column period: First day of the month invoiced.
-- column version: Version of the closed month: above 1 where it was opened again.
-- column base_amount: Sum of the bases of its lines, dollars; negative for a credit note over collections.
-- column fee_amount: Sum of its lines without tax, dollars.
-- column tax_amount: Sales tax, dollars.
-- column amount_due: fee_amount + tax_amount; negative for a credit note.
-- column issued_on: Business day on which it was issued.
-- column due_on: Day by which it is to be paid.
-- column kind: invoice or credit_note.
-- column credits: Number of the invoice that a credit note takes back; else NULL.
SELECT
    invoice_number, client_id, period, version, base_amount, fee_amount, tax_amount, amount_due, issued_on, due_on, kind,
    credits
FROM core.invoice
WHERE invoice_number IS NOT NULL
ORDER BY invoice_number
