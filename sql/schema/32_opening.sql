-- Balances taken over from the system before.

CREATE TABLE IF NOT EXISTS core.opening_balance (
    line_id VARCHAR PRIMARY KEY,
    claim_id VARCHAR NOT NULL,
    former_number VARCHAR NOT NULL,
    payer_claim_number VARCHAR,
    patient_last_name VARCHAR,
    patient_first_name VARCHAR,
    member_id VARCHAR,
    open_amount DECIMAL(14, 2) NOT NULL,
    source_file VARCHAR NOT NULL,
    source_line BIGINT NOT NULL,
    received_on DATE NOT NULL,
    next_payer_id VARCHAR
);
-- Warehouses made before the column was.
ALTER TABLE core.opening_balance ADD COLUMN IF NOT EXISTS next_payer_id VARCHAR;
COMMENT ON TABLE core.opening_balance IS 'One row per claim line that was open in the system before, taken over at go-live.';
COMMENT ON COLUMN core.opening_balance.line_id IS 'Claim line of ours (core.claim_line).';
COMMENT ON COLUMN core.opening_balance.claim_id IS 'Claim of ours (core.claim).';
COMMENT ON COLUMN core.opening_balance.former_number IS 'Number of the claim in the system before: CLP01 of its remittances.';
COMMENT ON COLUMN core.opening_balance.payer_claim_number IS 'The payer''s control number, where it is known.';
COMMENT ON COLUMN core.opening_balance.patient_last_name IS 'Patient''s last name.';
COMMENT ON COLUMN core.opening_balance.patient_first_name IS 'Patient''s first name.';
COMMENT ON COLUMN core.opening_balance.member_id IS 'Patient''s member id with the payer.';
COMMENT ON COLUMN core.opening_balance.open_amount IS 'Open at go-live, dollars.';
COMMENT ON COLUMN core.opening_balance.source_file IS 'sha256 of the file it came in (core.received_file).';
COMMENT ON COLUMN core.opening_balance.source_line IS 'Line in the file; the header is line 1.';
COMMENT ON COLUMN core.opening_balance.received_on IS 'Business day of the night that took it in.';
COMMENT ON COLUMN core.opening_balance.next_payer_id IS 'Payer that owes what this one leaves to the patient; NULL where the patient does.';
