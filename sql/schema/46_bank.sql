-- What the bank says.

CREATE TABLE IF NOT EXISTS core.bank_deposit (
    deposit_id VARCHAR PRIMARY KEY,
    deposited_on DATE NOT NULL,
    amount DECIMAL(14, 2) NOT NULL,
    trace VARCHAR,
    payer_name VARCHAR,
    remittance_id VARCHAR,
    matched_on DATE,
    source_file VARCHAR NOT NULL,
    source_line BIGINT NOT NULL,
    received_on DATE NOT NULL
);
COMMENT ON TABLE core.bank_deposit IS 'One row per credit in a bank file.';
COMMENT ON COLUMN core.bank_deposit.deposit_id IS 'Made from what the bank says of it.';
COMMENT ON COLUMN core.bank_deposit.deposited_on IS 'Day of the deposit.';
COMMENT ON COLUMN core.bank_deposit.amount IS 'Deposited, dollars.';
COMMENT ON COLUMN core.bank_deposit.trace IS 'Check or EFT number, as the bank has it.';
COMMENT ON COLUMN core.bank_deposit.payer_name IS 'Who paid, as the bank has it.';
COMMENT ON COLUMN core.bank_deposit.source_file IS 'sha256 of the file it came in (core.received_file).';
COMMENT ON COLUMN core.bank_deposit.source_line IS 'Line in the file; the header is line 1.';
COMMENT ON COLUMN core.bank_deposit.received_on IS 'Business day of the night that took it in.';
COMMENT ON COLUMN core.bank_deposit.remittance_id IS 'Remittance with the same trace and amount; NULL while none is known.';
COMMENT ON COLUMN core.bank_deposit.matched_on IS 'Business day on which the remittance was found.';
