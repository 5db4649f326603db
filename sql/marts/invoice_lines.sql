-- title: Lines of the invoices and credit notes that were issued to this client
-- one row per: line
-- column invoice_number: Invoice or credit note (marts.invoices).
-- column line: 1 and up.
-- column kind: percent, percent_earlier (money of earlier months taken back or refunded), not_percent (in the base, priced otherwise), claim, scrubbed_claim, statement, verification, appeal, hour, flat, minimum, maximum, discount, setup, pass_through, late_fee, carried_in, carried_out or tax.
-- column description: What it is.
-- column base_amount: Dollars that the rate is taken of: the sum of its shares in marts.invoice_line_postings; NULL for a line without a base.
-- column rate: Percent of the base (or of what the description says), or dollars for each of quantity.
-- column quantity: Pieces or hours; NULL for a percentage.
-- column amount: Dollars, rounded once to the cent, half up.
-- column agreement_from: First day of the agreement that prices it.
-- column rendering_npi: Physician, where the agreement splits the invoice; else NULL.
SELECT
    i.invoice_number, l.line, l.kind, l.description, l.base_amount, l.rate, l.quantity, l.amount, l.agreement_from,
    l.rendering_npi
FROM core.invoice AS i
INNER JOIN core.invoice_line AS l ON i.invoice_id = l.invoice_id
WHERE i.invoice_number IS NOT NULL
ORDER BY i.invoice_number, l.line
