-- The ledger: append-only double entry.

CREATE TABLE IF NOT EXISTS ledger.account (
    account VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    payer_id VARCHAR,
    description VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.account IS 'One row per account.';
COMMENT ON COLUMN ledger.account.account IS 'Kind and detail, joined by a colon: ar_insurer:<payer_id>, adjustment:contractual.';
COMMENT ON COLUMN ledger.account.kind IS 'ar_insurer, ar_patient, cash, suspense, unapplied, charges, adjustment, provider_adjustment, refund_payable …: the account up to the colon.';
COMMENT ON COLUMN ledger.account.payer_id IS 'Payer of an insurer account.';
COMMENT ON COLUMN ledger.account.description IS 'What the account holds.';

CREATE TABLE IF NOT EXISTS ledger.posting (
    posting_id VARCHAR PRIMARY KEY,
    transaction_id VARCHAR NOT NULL,
    account VARCHAR NOT NULL,
    amount DECIMAL(14, 2) NOT NULL,
    posted_on DATE NOT NULL,
    effective_on DATE NOT NULL,
    claim_id VARCHAR,
    line_id VARCHAR,
    payer_id VARCHAR,
    source_file VARCHAR,
    source_position BIGINT,
    rule VARCHAR NOT NULL,
    corrects VARCHAR
);
-- Warehouses made before the column was.
ALTER TABLE ledger.posting ADD COLUMN IF NOT EXISTS corrects VARCHAR;
COMMENT ON TABLE ledger.posting IS 'One row per posting, never changed or deleted; the postings of a transaction sum to zero.';
COMMENT ON COLUMN ledger.posting.account IS 'Account (ledger.account).';
COMMENT ON COLUMN ledger.posting.claim_id IS 'Claim concerned; NULL for money of no claim.';
COMMENT ON COLUMN ledger.posting.line_id IS 'Claim line concerned; NULL for the claim as a whole.';
COMMENT ON COLUMN ledger.posting.source_file IS 'sha256 of the file it rests on; NULL where it rests on none.';
COMMENT ON COLUMN ledger.posting.posting_id IS 'transaction_id and a number that follows the sorted order of its postings.';
COMMENT ON COLUMN ledger.posting.transaction_id IS 'Made from the business key of what happened: charge:<claim_id>, remit:<remit_claim_id> …';
COMMENT ON COLUMN ledger.posting.amount IS 'Dollars, debit positive.';
COMMENT ON COLUMN ledger.posting.posted_on IS 'Business day of the night that posted it: the day since which it is known.';
COMMENT ON COLUMN ledger.posting.effective_on IS 'Day it speaks of: service day, payment day, deposit day.';
COMMENT ON COLUMN ledger.posting.payer_id IS 'Payer concerned.';
COMMENT ON COLUMN ledger.posting.source_position IS 'Byte offset or line in source_file.';
COMMENT ON COLUMN ledger.posting.rule IS 'Posting rule: the file in sql/posting and the row in it.';
COMMENT ON COLUMN ledger.posting.corrects IS 'Transaction that this one takes back or corrects; NULL for one that stands alone.';
