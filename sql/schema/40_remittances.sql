-- Remittances (835) as read, with what was decided about each part.

CREATE TABLE IF NOT EXISTS core.remittance (
    remittance_id VARCHAR PRIMARY KEY,
    content_hash VARCHAR NOT NULL,
    source_file VARCHAR NOT NULL,
    source_position BIGINT NOT NULL,
    isa_control VARCHAR,
    st_control VARCHAR NOT NULL,
    trace VARCHAR,
    payer_id VARCHAR,
    payer_name VARCHAR,
    payer_identifier VARCHAR,
    payee_npi VARCHAR,
    payee_tax_id VARCHAR,
    payment_method VARCHAR,
    credit_or_debit VARCHAR,
    payment_on DATE,
    paid_amount DECIMAL(14, 2) NOT NULL,
    claims_amount DECIMAL(14, 2) NOT NULL,
    provider_adjustments DECIMAL(14, 2) NOT NULL,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    received_on DATE NOT NULL
);
COMMENT ON TABLE core.remittance IS 'One row per transaction set (ST) of an 835 taken in, duplicates excepted (they are rows of core.problem).';
COMMENT ON COLUMN core.remittance.remittance_id IS 'R and the first 20 digits of content_hash.';
COMMENT ON COLUMN core.remittance.content_hash IS 'sha256 of the segments between ST and SE, without line breaks: the same in any envelope.';
COMMENT ON COLUMN core.remittance.source_position IS 'Byte offset of the ST in the file.';
COMMENT ON COLUMN core.remittance.trace IS 'TRN02: check or EFT number.';
COMMENT ON COLUMN core.remittance.payer_id IS 'Payer of payers.yaml by TRN03, N104 or name; NULL when none fits.';
COMMENT ON COLUMN core.remittance.paid_amount IS 'BPR02 in dollars.';
COMMENT ON COLUMN core.remittance.claims_amount IS 'Sum of CLP04.';
COMMENT ON COLUMN core.remittance.provider_adjustments IS 'Sum of the PLB amounts; a positive one lowers the payment.';
COMMENT ON COLUMN core.remittance.status IS 'posted; suspended: does not balance, BPR02 wholly in suspense; held: nothing posted until a person decides.';
COMMENT ON COLUMN core.remittance.reason IS 'Why it is not posted.';

CREATE TABLE IF NOT EXISTS core.remit_claim (
    remit_claim_id VARCHAR PRIMARY KEY,
    remittance_id VARCHAR NOT NULL,
    claim_index INTEGER NOT NULL,
    source_position BIGINT NOT NULL,
    claim_number VARCHAR,
    status_code VARCHAR,
    charge_amount DECIMAL(14, 2) NOT NULL,
    paid_amount DECIMAL(14, 2) NOT NULL,
    patient_responsibility DECIMAL(14, 2),
    filing_indicator VARCHAR,
    payer_claim_number VARCHAR,
    facility_code VARCHAR,
    frequency VARCHAR,
    patient_last_name VARCHAR,
    patient_first_name VARCHAR,
    member_id VARCHAR,
    service_from DATE,
    claim_id VARCHAR,
    match_rung VARCHAR,
    status VARCHAR NOT NULL,
    reason VARCHAR
);
COMMENT ON TABLE core.remit_claim IS 'One row per claim (CLP) of a remittance.';
COMMENT ON COLUMN core.remit_claim.remit_claim_id IS 'remittance_id and the claim''s place in it.';
COMMENT ON COLUMN core.remit_claim.claim_number IS 'CLP01 as received.';
COMMENT ON COLUMN core.remit_claim.status_code IS 'CLP02.';
COMMENT ON COLUMN core.remit_claim.claim_id IS 'Claim of ours it was matched to; NULL when unmatched.';
COMMENT ON COLUMN core.remit_claim.match_rung IS 'claim_number, payer_claim_number; NULL when unmatched.';
COMMENT ON COLUMN core.remit_claim.status IS 'posted; suspended (CLP04 in suspense); not_posted (its transaction is suspended or held).';

CREATE TABLE IF NOT EXISTS core.remit_line (
    remit_line_id VARCHAR PRIMARY KEY,
    remit_claim_id VARCHAR NOT NULL,
    line_index INTEGER NOT NULL,
    source_position BIGINT NOT NULL,
    code_qualifier VARCHAR,
    code VARCHAR,
    modifier1 VARCHAR, modifier2 VARCHAR, modifier3 VARCHAR, modifier4 VARCHAR,
    charge_amount DECIMAL(14, 2) NOT NULL,
    paid_amount DECIMAL(14, 2) NOT NULL,
    paid_units DECIMAL(12, 3),
    service_on DATE,
    line_control VARCHAR,
    allowed_amount DECIMAL(14, 2),
    line_id VARCHAR,
    match_rung VARCHAR
);
COMMENT ON TABLE core.remit_line IS 'One row per service line (SVC) of a remitted claim.';
COMMENT ON COLUMN core.remit_line.line_control IS 'REF 6R as received.';
COMMENT ON COLUMN core.remit_line.allowed_amount IS 'AMT*B6, information only.';
COMMENT ON COLUMN core.remit_line.line_id IS 'Claim line of ours; NULL when unmatched (then the money posts at claim level).';
COMMENT ON COLUMN core.remit_line.match_rung IS 'line_control, code_modifiers_day_charge, code_charge; NULL when unmatched.';

CREATE TABLE IF NOT EXISTS core.remit_adjustment (
    remit_adjustment_id VARCHAR PRIMARY KEY,
    remit_claim_id VARCHAR NOT NULL,
    remit_line_id VARCHAR,
    source_position BIGINT NOT NULL,
    triplet INTEGER NOT NULL,
    group_code VARCHAR NOT NULL,
    reason_code VARCHAR NOT NULL,
    amount DECIMAL(14, 2) NOT NULL,
    quantity DECIMAL(12, 3),
    category VARCHAR,
    posting VARCHAR NOT NULL
);
COMMENT ON TABLE core.remit_adjustment IS 'One row per CAS triplet; remit_line_id NULL for one at claim level. A positive amount lowers the payment.';
COMMENT ON COLUMN core.remit_adjustment.category IS 'Denial category in force when it was read; NULL for a reason that the rules do not list.';
COMMENT ON COLUMN core.remit_adjustment.posting IS 'What was decided when it was read: contractual, patient, compare or open.';

CREATE TABLE IF NOT EXISTS core.provider_adjustment (
    provider_adjustment_id VARCHAR PRIMARY KEY,
    remittance_id VARCHAR NOT NULL,
    source_position BIGINT NOT NULL,
    pair INTEGER NOT NULL,
    provider_identifier VARCHAR,
    fiscal_on DATE,
    reason_code VARCHAR NOT NULL,
    reference VARCHAR,
    amount DECIMAL(14, 2) NOT NULL
);
COMMENT ON TABLE core.provider_adjustment IS 'One row per PLB pair; a positive amount lowers the payment.';

CREATE TABLE IF NOT EXISTS core.remit_remark (
    remit_claim_id VARCHAR NOT NULL,
    remit_line_id VARCHAR,
    source_position BIGINT NOT NULL,
    element INTEGER NOT NULL,
    code VARCHAR NOT NULL
);
COMMENT ON TABLE core.remit_remark IS 'One row per remittance advice remark code: MIA and MOA at claim level, LQ*HE at line level.';

CREATE TABLE IF NOT EXISTS core.remit_reference (
    remittance_id VARCHAR NOT NULL,
    remit_claim_id VARCHAR,
    remit_line_id VARCHAR,
    source_position BIGINT NOT NULL,
    qualifier VARCHAR NOT NULL,
    reference VARCHAR
);
COMMENT ON TABLE core.remit_reference IS 'One row per REF of a remittance, at its level.';

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
COMMENT ON COLUMN core.bank_deposit.remittance_id IS 'Remittance with the same trace and amount; NULL while none is known.';
COMMENT ON COLUMN core.bank_deposit.matched_on IS 'Business day on which the remittance was found.';

CREATE TABLE IF NOT EXISTS core.patient_payment (
    payment_id VARCHAR PRIMARY KEY,
    claim_id VARCHAR,
    claim_number VARCHAR,
    paid_on DATE NOT NULL,
    amount DECIMAL(14, 2) NOT NULL,
    method VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    source_file VARCHAR,
    source_line BIGINT,
    received_on DATE NOT NULL
);
COMMENT ON TABLE core.patient_payment IS 'One row per payment by a patient: desk payments of encounters and rows of patient payment files.';
COMMENT ON COLUMN core.patient_payment.status IS 'posted to the claim, or suspense when the claim is not known.';
