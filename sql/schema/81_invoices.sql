-- Invoices of the billing company to this client, from sealed months only.

CREATE TABLE IF NOT EXISTS core.invoice (
    invoice_id VARCHAR PRIMARY KEY,
    invoice_number VARCHAR,
    kind VARCHAR NOT NULL,
    client_id VARCHAR NOT NULL,
    period DATE NOT NULL,
    version INTEGER NOT NULL,
    credits VARCHAR,
    base_amount DECIMAL(14, 2) NOT NULL,
    fee_amount DECIMAL(14, 2) NOT NULL,
    tax_amount DECIMAL(14, 2) NOT NULL,
    amount_due DECIMAL(14, 2) NOT NULL,
    issued_on DATE NOT NULL,
    due_on DATE NOT NULL
);
COMMENT ON TABLE core.invoice IS 'One row per invoice or credit note to this client.';
COMMENT ON COLUMN core.invoice.invoice_id IS 'Period, version and kind: 2026-10-v1-invoice.';
COMMENT ON COLUMN core.invoice.invoice_number IS 'Number in the sequence of the billing company, without gaps; NULL for a draft that has none yet.';
COMMENT ON COLUMN core.invoice.kind IS 'invoice or credit_note.';
COMMENT ON COLUMN core.invoice.client_id IS 'This client.';
COMMENT ON COLUMN core.invoice.period IS 'First day of the month invoiced.';
COMMENT ON COLUMN core.invoice.version IS 'Version of the sealed month.';
COMMENT ON COLUMN core.invoice.credits IS 'Number of the invoice that a credit note takes back; else NULL.';
COMMENT ON COLUMN core.invoice.base_amount IS 'Sum of the bases of its lines, dollars.';
COMMENT ON COLUMN core.invoice.fee_amount IS 'Sum of its lines without tax, dollars.';
COMMENT ON COLUMN core.invoice.tax_amount IS 'Sales tax, dollars.';
COMMENT ON COLUMN core.invoice.amount_due IS 'fee_amount + tax_amount; negative for a credit note.';
COMMENT ON COLUMN core.invoice.issued_on IS 'Business day on which it was issued.';
COMMENT ON COLUMN core.invoice.due_on IS 'Day by which it is to be paid.';

CREATE TABLE IF NOT EXISTS core.invoice_line (
    invoice_id VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    agreement_from DATE NOT NULL,
    rendering_npi VARCHAR,
    base_amount DECIMAL(14, 2),
    rate DECIMAL(9, 4),
    quantity DECIMAL(14, 2),
    amount DECIMAL(14, 2) NOT NULL,
    PRIMARY KEY (invoice_id, line)
);
COMMENT ON TABLE core.invoice_line IS 'One row per line of an invoice.';
COMMENT ON COLUMN core.invoice_line.invoice_id IS 'Invoice (core.invoice).';
COMMENT ON COLUMN core.invoice_line.line IS '1 and up, without gaps.';
COMMENT ON COLUMN core.invoice_line.kind IS 'percent, percent_earlier (money of earlier months taken back or refunded), not_percent (collected, priced otherwise), claim, scrubbed_claim, statement, verification, appeal, hour, flat, minimum, maximum, discount, setup, pass_through, late_fee, carried_in, carried_out or tax.';
COMMENT ON COLUMN core.invoice_line.description IS 'What it is, for the client.';
COMMENT ON COLUMN core.invoice_line.agreement_from IS 'First day of the agreement that prices it.';
COMMENT ON COLUMN core.invoice_line.rendering_npi IS 'Physician, where the agreement splits the invoice; else NULL.';
COMMENT ON COLUMN core.invoice_line.base_amount IS 'Dollars that the rate is taken of: the sum of its shares in core.invoice_line_posting; NULL for a line without a base.';
COMMENT ON COLUMN core.invoice_line.rate IS 'Percent of the base, or dollars for each of quantity.';
COMMENT ON COLUMN core.invoice_line.quantity IS 'Pieces or hours; NULL for a percentage.';
COMMENT ON COLUMN core.invoice_line.amount IS 'Dollars, rounded once to the cent, half up.';

CREATE TABLE IF NOT EXISTS core.invoice_line_posting (
    invoice_id VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    posting_id VARCHAR NOT NULL,
    amount DECIMAL(14, 2) NOT NULL,
    original_posting_id VARCHAR,
    original_invoice VARCHAR,
    PRIMARY KEY (invoice_id, line, posting_id)
);
COMMENT ON TABLE core.invoice_line_posting IS 'One row per posting with a share in the base of an invoice line; the shares of a line sum to its base.';
COMMENT ON COLUMN core.invoice_line_posting.invoice_id IS 'Invoice (core.invoice).';
COMMENT ON COLUMN core.invoice_line_posting.line IS 'Its line.';
COMMENT ON COLUMN core.invoice_line_posting.posting_id IS 'Posting (ledger.posting).';
COMMENT ON COLUMN core.invoice_line_posting.amount IS 'Signed share of the posting in the line''s base, dollars.';
COMMENT ON COLUMN core.invoice_line_posting.original_posting_id IS 'Of money taken back or refunded: the posting of the payment; else NULL.';
COMMENT ON COLUMN core.invoice_line_posting.original_invoice IS 'Number of the invoice that had charged for that payment; NULL where none had.';
