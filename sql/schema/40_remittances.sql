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
    received_on DATE NOT NULL,
    status_on DATE,
    source_kind VARCHAR NOT NULL DEFAULT '835'
);
COMMENT ON TABLE core.remittance IS 'One row per transaction set (ST) of an 835 or check of keyed paper remittances taken in, duplicates excepted (they are rows of core.problem).';
COMMENT ON COLUMN core.remittance.source_file IS 'sha256 of the file it came in (core.received_file).';
COMMENT ON COLUMN core.remittance.isa_control IS 'ISA13: control number of the interchange.';
COMMENT ON COLUMN core.remittance.st_control IS 'ST02: control number of the transaction set.';
COMMENT ON COLUMN core.remittance.payer_name IS 'Name of the payer, as received.';
COMMENT ON COLUMN core.remittance.payer_identifier IS 'N104 of the payer, as received.';
COMMENT ON COLUMN core.remittance.payee_npi IS 'NPI of the payee (N1*PE).';
COMMENT ON COLUMN core.remittance.payee_tax_id IS 'Tax ID of the payee (N1*PE or REF*TJ).';
COMMENT ON COLUMN core.remittance.payment_method IS 'BPR04: ACH, CHK, NON …';
COMMENT ON COLUMN core.remittance.credit_or_debit IS 'BPR03: C or D.';
COMMENT ON COLUMN core.remittance.payment_on IS 'BPR16: day of the payment.';
COMMENT ON COLUMN core.remittance.received_on IS 'Business day of the night that took it in.';
COMMENT ON COLUMN core.remittance.remittance_id IS 'R and the first 20 digits of content_hash.';
COMMENT ON COLUMN core.remittance.content_hash IS 'sha256 of the segments between ST and SE, without line breaks: the same in any envelope.';
COMMENT ON COLUMN core.remittance.source_position IS 'Byte offset of the ST in the file.';
COMMENT ON COLUMN core.remittance.trace IS 'TRN02: check or EFT number.';
COMMENT ON COLUMN core.remittance.payer_id IS 'Payer of payers.yaml by TRN03, N104 or name; NULL when none fits.';
COMMENT ON COLUMN core.remittance.paid_amount IS 'BPR02 in dollars.';
COMMENT ON COLUMN core.remittance.claims_amount IS 'Sum of CLP04.';
COMMENT ON COLUMN core.remittance.provider_adjustments IS 'Sum of the PLB amounts; a positive one lowers the payment.';
COMMENT ON COLUMN core.remittance.status IS 'posted; suspended: BPR02 wholly in suspense; held: nothing posted until a person decides; rejected: a person decided that nothing of it is posted.';
COMMENT ON COLUMN core.remittance.status_on IS 'Business day of the night that gave it this status by a decision (core.remit_event); NULL while the status is that of received_on.';
COMMENT ON COLUMN core.remittance.source_kind IS '835, or manual: keyed from paper (inbox/manual_remits).';
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
    reason VARCHAR,
    status_on DATE,
    reverses VARCHAR
);
COMMENT ON TABLE core.remit_claim IS 'One row per claim (CLP) of a remittance.';
COMMENT ON COLUMN core.remit_claim.remittance_id IS 'Remittance (core.remittance).';
COMMENT ON COLUMN core.remit_claim.claim_index IS 'Place in the transaction set, from 0.';
COMMENT ON COLUMN core.remit_claim.source_position IS 'Byte offset of its segment in the file.';
COMMENT ON COLUMN core.remit_claim.charge_amount IS 'CLP03, dollars.';
COMMENT ON COLUMN core.remit_claim.paid_amount IS 'CLP04, dollars.';
COMMENT ON COLUMN core.remit_claim.patient_responsibility IS 'CLP05, dollars; information only.';
COMMENT ON COLUMN core.remit_claim.filing_indicator IS 'CLP06.';
COMMENT ON COLUMN core.remit_claim.payer_claim_number IS 'CLP07: the payer''s control number.';
COMMENT ON COLUMN core.remit_claim.facility_code IS 'CLP08: place of service as received.';
COMMENT ON COLUMN core.remit_claim.frequency IS 'CLP09.';
COMMENT ON COLUMN core.remit_claim.patient_last_name IS 'Patient''s last name, as received.';
COMMENT ON COLUMN core.remit_claim.patient_first_name IS 'Patient''s first name, as received.';
COMMENT ON COLUMN core.remit_claim.member_id IS 'Patient''s member id (NM109), as received.';
COMMENT ON COLUMN core.remit_claim.service_from IS 'First day of service (DTM*232), as received.';
COMMENT ON COLUMN core.remit_claim.reason IS 'Why it is not posted.';
COMMENT ON COLUMN core.remit_claim.remit_claim_id IS 'remittance_id and the claim''s place in it.';
COMMENT ON COLUMN core.remit_claim.claim_number IS 'CLP01 as received.';
COMMENT ON COLUMN core.remit_claim.status_code IS 'CLP02.';
COMMENT ON COLUMN core.remit_claim.claim_id IS 'Claim of ours it was matched to; NULL when unmatched.';
COMMENT ON COLUMN core.remit_claim.match_rung IS 'How it was matched: claim_number, claim_id (our number without the submission), former_number (of an opening balance), payer_claim_number, patient_day_charge, replacement (its amounts are those of the claim in place of the one named, or before it), decision (of a person); NULL when unmatched.';
COMMENT ON COLUMN core.remit_claim.status IS 'posted; suspended (CLP04 in suspense); not_posted (its transaction is suspended, held or rejected, or nothing is to be posted); rejected (a person decided that its money goes back to the payer).';
COMMENT ON COLUMN core.remit_claim.status_on IS 'Business day of the night that gave it this status by a decision (core.remit_event); NULL while the status is that of the night that took it in.';
COMMENT ON COLUMN core.remit_claim.reverses IS 'Of a reversal (CLP02 22): the remitted claim that it takes back; NULL where none has the same claim and opposite amounts.';

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
COMMENT ON COLUMN core.remit_line.remit_line_id IS 'remit_claim_id and the place of the line.';
COMMENT ON COLUMN core.remit_line.remit_claim_id IS 'Remitted claim (core.remit_claim).';
COMMENT ON COLUMN core.remit_line.line_index IS 'Place in the claim, from 0.';
COMMENT ON COLUMN core.remit_line.source_position IS 'Byte offset of its segment in the file.';
COMMENT ON COLUMN core.remit_line.code_qualifier IS 'SVC01-1: HC, N4 …';
COMMENT ON COLUMN core.remit_line.code IS 'Procedure code as received.';
COMMENT ON COLUMN core.remit_line.modifier1 IS 'First procedure modifier.';
COMMENT ON COLUMN core.remit_line.modifier2 IS 'Second procedure modifier.';
COMMENT ON COLUMN core.remit_line.modifier3 IS 'Third procedure modifier.';
COMMENT ON COLUMN core.remit_line.modifier4 IS 'Fourth procedure modifier.';
COMMENT ON COLUMN core.remit_line.charge_amount IS 'SVC02, dollars.';
COMMENT ON COLUMN core.remit_line.paid_amount IS 'SVC03, dollars.';
COMMENT ON COLUMN core.remit_line.paid_units IS 'SVC05.';
COMMENT ON COLUMN core.remit_line.service_on IS 'Day of service (DTM*472 or 150), as received.';
COMMENT ON COLUMN core.remit_line.line_control IS 'REF 6R as received.';
COMMENT ON COLUMN core.remit_line.allowed_amount IS 'AMT*B6, information only.';
COMMENT ON COLUMN core.remit_line.line_id IS 'Claim line of ours; NULL when unmatched (then the money posts at claim level).';
COMMENT ON COLUMN core.remit_line.match_rung IS 'How it was matched: line_control, code_modifiers_day_charge, code_day_charge (a modifier is missing on one side); NULL when unmatched.';

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
COMMENT ON COLUMN core.remit_adjustment.remit_adjustment_id IS 'Remitted claim or line and its place.';
COMMENT ON COLUMN core.remit_adjustment.remit_claim_id IS 'Remitted claim (core.remit_claim).';
COMMENT ON COLUMN core.remit_adjustment.remit_line_id IS 'Remitted line (core.remit_line); NULL at claim level.';
COMMENT ON COLUMN core.remit_adjustment.source_position IS 'Byte offset of its segment in the file.';
COMMENT ON COLUMN core.remit_adjustment.triplet IS 'Place in the CAS segment: 1 for CAS02 to CAS04, then 2 …';
COMMENT ON COLUMN core.remit_adjustment.group_code IS 'CO, PR, OA or PI.';
COMMENT ON COLUMN core.remit_adjustment.reason_code IS 'Claim adjustment reason code.';
COMMENT ON COLUMN core.remit_adjustment.amount IS 'Dollars; a positive amount lowers the payment.';
COMMENT ON COLUMN core.remit_adjustment.quantity IS 'Units adjusted.';
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
    amount DECIMAL(14, 2) NOT NULL,
    meaning VARCHAR NOT NULL,
    account VARCHAR NOT NULL,
    claim_id VARCHAR,
    remit_claim_id VARCHAR,
    match_rung VARCHAR
);
COMMENT ON TABLE core.provider_adjustment IS 'One row per PLB pair; a positive amount lowers the payment.';
COMMENT ON COLUMN core.provider_adjustment.provider_adjustment_id IS 'remittance_id and its place.';
COMMENT ON COLUMN core.provider_adjustment.remittance_id IS 'Remittance (core.remittance).';
COMMENT ON COLUMN core.provider_adjustment.source_position IS 'Byte offset of its segment in the file.';
COMMENT ON COLUMN core.provider_adjustment.pair IS 'Place in the PLB segment: 1 for PLB03 and PLB04, then 2 …';
COMMENT ON COLUMN core.provider_adjustment.provider_identifier IS 'PLB01.';
COMMENT ON COLUMN core.provider_adjustment.fiscal_on IS 'PLB02: end of the fiscal period.';
COMMENT ON COLUMN core.provider_adjustment.reason_code IS 'PLB03-1: WO, FB, L6, 72 …';
COMMENT ON COLUMN core.provider_adjustment.reference IS 'PLB03-2.';
COMMENT ON COLUMN core.provider_adjustment.amount IS 'Dollars; a positive amount lowers the payment.';
COMMENT ON COLUMN core.provider_adjustment.meaning IS 'takeback, refund, interest or other (data_contracts/rules/provider_adjustments.yaml).';
COMMENT ON COLUMN core.provider_adjustment.account IS 'Ledger account that it posts to.';
COMMENT ON COLUMN core.provider_adjustment.claim_id IS 'Claim of ours that its reference names, or whose takeback it is; NULL when none is known.';
COMMENT ON COLUMN core.provider_adjustment.remit_claim_id IS 'Reversal (core.remit_claim) whose money it postpones, recovers or settles; NULL when there is none.';
COMMENT ON COLUMN core.provider_adjustment.match_rung IS 'How the claim was found: claim_number, payer_claim_number, same_transaction (the only reversal of its transaction set), earlier_reference (that of an adjustment which postponed), remittance_trace (of the remittance which postponed), decision; NULL when unknown.';

CREATE TABLE IF NOT EXISTS core.remit_remark (
    remit_claim_id VARCHAR NOT NULL,
    remit_line_id VARCHAR,
    source_position BIGINT NOT NULL,
    element INTEGER NOT NULL,
    code VARCHAR NOT NULL
);
COMMENT ON TABLE core.remit_remark IS 'One row per remittance advice remark code: MIA and MOA at claim level, LQ*HE at line level.';
COMMENT ON COLUMN core.remit_remark.remit_claim_id IS 'Remitted claim (core.remit_claim).';
COMMENT ON COLUMN core.remit_remark.remit_line_id IS 'Remitted line (core.remit_line); NULL at claim level.';
COMMENT ON COLUMN core.remit_remark.source_position IS 'Byte offset of its segment in the file.';
COMMENT ON COLUMN core.remit_remark.element IS 'Place in the segment.';
COMMENT ON COLUMN core.remit_remark.code IS 'Remittance advice remark code (RARC).';

CREATE TABLE IF NOT EXISTS core.remit_reference (
    remittance_id VARCHAR NOT NULL,
    remit_claim_id VARCHAR,
    remit_line_id VARCHAR,
    source_position BIGINT NOT NULL,
    qualifier VARCHAR NOT NULL,
    reference VARCHAR
);
COMMENT ON TABLE core.remit_reference IS 'One row per REF of a remittance, at its level.';
COMMENT ON COLUMN core.remit_reference.remittance_id IS 'Remittance (core.remittance).';
COMMENT ON COLUMN core.remit_reference.remit_claim_id IS 'Remitted claim; NULL at transaction level.';
COMMENT ON COLUMN core.remit_reference.remit_line_id IS 'Remitted line (core.remit_line); NULL at claim level.';
COMMENT ON COLUMN core.remit_reference.source_position IS 'Byte offset of its segment in the file.';
COMMENT ON COLUMN core.remit_reference.qualifier IS 'REF01.';
COMMENT ON COLUMN core.remit_reference.reference IS 'REF02.';

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
    received_on DATE NOT NULL,
    kind VARCHAR DEFAULT 'payment'
);
-- Warehouses made before the column was.
ALTER TABLE core.patient_payment ADD COLUMN IF NOT EXISTS kind VARCHAR DEFAULT 'payment';
COMMENT ON TABLE core.patient_payment IS 'One row per payment by a patient, or refund to one: desk payments of encounters and rows of patient payment files.';
COMMENT ON COLUMN core.patient_payment.kind IS 'payment, or refund: money given back.';
COMMENT ON COLUMN core.patient_payment.payment_id IS 'D and the claim for a payment at the desk; else P and an HMAC of the payment reference.';
COMMENT ON COLUMN core.patient_payment.claim_id IS 'Claim it is posted to: of a visit whose claim was replaced, the claim in its place; NULL while it is not known.';
COMMENT ON COLUMN core.patient_payment.claim_number IS 'Claim number that the payment names, as received.';
COMMENT ON COLUMN core.patient_payment.paid_on IS 'Day of the payment.';
COMMENT ON COLUMN core.patient_payment.amount IS 'Paid, dollars; below zero for a refund.';
COMMENT ON COLUMN core.patient_payment.method IS 'How it was paid: cash, check, card …';
COMMENT ON COLUMN core.patient_payment.source_file IS 'sha256 of the file; NULL for a payment at the desk.';
COMMENT ON COLUMN core.patient_payment.source_line IS 'Line in the file; the header is line 1.';
COMMENT ON COLUMN core.patient_payment.received_on IS 'Business day of the night that took it in.';
COMMENT ON COLUMN core.patient_payment.status IS 'posted to the claim; suspense: the claim it names is not known; unapplied: it names none; applied: what was held has been moved by corrections.';
