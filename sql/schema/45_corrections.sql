-- Decisions of people, from correction files.

CREATE TABLE IF NOT EXISTS core.correction (
    correction_id VARCHAR PRIMARY KEY,
    action VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    claim_number VARCHAR,
    line_number INTEGER,
    amount DECIMAL(14, 2),
    whole_amount BOOLEAN NOT NULL,
    named_payer VARCHAR,
    reference VARCHAR,
    reason VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    decided_on DATE NOT NULL,
    note VARCHAR,
    status VARCHAR NOT NULL,
    fault VARCHAR,
    settled_on DATE,
    claim_id VARCHAR,
    line_id VARCHAR,
    debit_claim_id VARCHAR,
    debit_line_id VARCHAR,
    debit_account VARCHAR,
    credit_account VARCHAR,
    payer_id VARCHAR,
    payment_id VARCHAR,
    posted_amount DECIMAL(14, 2),
    corrects VARCHAR,
    source_file VARCHAR NOT NULL,
    source_line BIGINT NOT NULL,
    received_on DATE NOT NULL
);
COMMENT ON TABLE core.correction IS 'One row per decision in a correction file (data_contracts/corrections.py): who decided what, why, and what became of it.';
COMMENT ON COLUMN core.correction.correction_id IS 'K and an HMAC of what the row says and its occurrence in the file: the same decision sent again is the same row.';
COMMENT ON COLUMN core.correction.action IS 'What is to be done: write_off_small_balance, transfer_to_patient, void_claim, refund_payer …';
COMMENT ON COLUMN core.correction.kind IS 'Kind of the action: write_off, transfer, void, rebill, replace, refund, refund_paid, reversal, payment_applied, remittance or deposit.';
COMMENT ON COLUMN core.correction.claim_number IS 'Claim number or claim_id that it names.';
COMMENT ON COLUMN core.correction.line_number IS 'Line of the claim that it names; NULL for the claim as a whole.';
COMMENT ON COLUMN core.correction.amount IS 'Dollars that it names; NULL where it says all, or names none.';
COMMENT ON COLUMN core.correction.whole_amount IS 'True when it says all: the whole open balance.';
COMMENT ON COLUMN core.correction.named_payer IS 'Payer that it names, or patient.';
COMMENT ON COLUMN core.correction.reference IS 'What else it names: remittance, patient payment, correction …, as received.';
COMMENT ON COLUMN core.correction.reason IS 'Why, in the words of who decided.';
COMMENT ON COLUMN core.correction.decided_by IS 'Who decided.';
COMMENT ON COLUMN core.correction.decided_on IS 'Day of the decision: the effective day of its postings.';
COMMENT ON COLUMN core.correction.note IS 'Anything else, as received.';
COMMENT ON COLUMN core.correction.status IS 'applied, refused (see fault), or pending: a decision about a remittance or deposit that no stage has answered yet.';
COMMENT ON COLUMN core.correction.fault IS 'Why it was refused, in plain words.';
COMMENT ON COLUMN core.correction.settled_on IS 'Business day on which it was applied or refused.';
COMMENT ON COLUMN core.correction.claim_id IS 'Claim of ours that it acts on (core.claim).';
COMMENT ON COLUMN core.correction.line_id IS 'Claim line that it acts on; NULL for the claim as a whole.';
COMMENT ON COLUMN core.correction.debit_claim_id IS 'Claim that a transfer moves the balance to; NULL when it stays on claim_id.';
COMMENT ON COLUMN core.correction.debit_line_id IS 'Line of that claim.';
COMMENT ON COLUMN core.correction.debit_account IS 'Account that posted_amount goes to; NULL for a void, which empties all accounts of the claim, and for a replacement.';
COMMENT ON COLUMN core.correction.credit_account IS 'Account that posted_amount comes from; NULL for a void or a replacement.';
COMMENT ON COLUMN core.correction.payer_id IS 'Payer whose balance it acts on; NULL for the patient''s.';
COMMENT ON COLUMN core.correction.payment_id IS 'Patient payment whose held money it moves (core.patient_payment).';
COMMENT ON COLUMN core.correction.posted_amount IS 'What was posted, dollars; for a void or a replacement the charges reversed.';
COMMENT ON COLUMN core.correction.corrects IS 'Ledger transaction that it takes back (ledger.posting.transaction_id).';
COMMENT ON COLUMN core.correction.source_file IS 'sha256 of the file it came in (core.received_file).';
COMMENT ON COLUMN core.correction.source_line IS 'Line in the file; the header is line 1.';
COMMENT ON COLUMN core.correction.received_on IS 'Business day of the night that took it in.';
