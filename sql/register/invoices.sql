-- company.duckdb: the numbers of invoices, and the company's own books of what clients owe it.

CREATE TABLE IF NOT EXISTS invoice_number (
    sequence BIGINT PRIMARY KEY,
    invoice_number VARCHAR NOT NULL,
    period DATE NOT NULL,
    client_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    allotted_on DATE NOT NULL,
    UNIQUE (period, client_id, version, kind)
);
COMMENT ON TABLE invoice_number IS 'One row per number of an invoice or credit note: 1 and up, none left out, never given twice.';

CREATE TABLE IF NOT EXISTS client_invoice (
    invoice_number VARCHAR PRIMARY KEY,
    client_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    version INTEGER NOT NULL,
    credits VARCHAR,
    issued_on DATE NOT NULL,
    due_on DATE NOT NULL,
    amount_due DECIMAL(14, 2) NOT NULL
);
COMMENT ON TABLE client_invoice IS 'One row per invoice or credit note issued to a client; amount_due is negative for a credit note.';

CREATE TABLE IF NOT EXISTS client_payment (
    payment_reference VARCHAR PRIMARY KEY,
    client_id VARCHAR NOT NULL,
    paid_on DATE NOT NULL,
    amount DECIMAL(14, 2) NOT NULL,
    method VARCHAR NOT NULL,
    invoice_number VARCHAR,
    received_on DATE NOT NULL,
    source_file VARCHAR NOT NULL,
    source_line BIGINT NOT NULL
);
COMMENT ON TABLE client_payment IS 'One row per payment of a client to the billing company; invoice_number NULL where it names none: then it pays the oldest.';
