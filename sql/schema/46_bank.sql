-- What the bank says: credits and debits of its files, the remittances they pay, and the rules they are matched by.

CREATE TABLE IF NOT EXISTS core.bank_deposit (
    deposit_id VARCHAR PRIMARY KEY,
    deposited_on DATE NOT NULL,
    amount DECIMAL(14, 2) NOT NULL,
    kind VARCHAR NOT NULL,
    trace VARCHAR,
    trace_from VARCHAR,
    originator_id VARCHAR,
    payer_name VARCHAR,
    payer_id VARCHAR,
    status VARCHAR NOT NULL,
    matched_on DATE,
    source_file VARCHAR NOT NULL,
    source_line BIGINT NOT NULL,
    received_on DATE NOT NULL
);
COMMENT ON TABLE core.bank_deposit IS 'One row per credit or debit in a bank file.';
COMMENT ON COLUMN core.bank_deposit.deposit_id IS 'B and 20 digits made from what the bank says of it.';
COMMENT ON COLUMN core.bank_deposit.deposited_on IS 'Day on which the bank booked it.';
COMMENT ON COLUMN core.bank_deposit.amount IS 'Dollars received; below zero for a debit.';
COMMENT ON COLUMN core.bank_deposit.kind IS 'Credits: ach, wire, lockbox, card, check, interest or other; debits: returned, fee or debit.';
COMMENT ON COLUMN core.bank_deposit.trace IS 'Check or EFT number, as the bank has it.';
COMMENT ON COLUMN core.bank_deposit.trace_from IS 'Where the bank has it from: addenda (TRN of the payment itself: the EFT notice), reference or column.';
COMMENT ON COLUMN core.bank_deposit.originator_id IS 'TRN03 of the addenda: who sent the payment.';
COMMENT ON COLUMN core.bank_deposit.payer_name IS 'Who paid, as the bank has it.';
COMMENT ON COLUMN core.bank_deposit.payer_id IS 'Payer of payers.yaml by originator id or name; NULL when none fits.';
COMMENT ON COLUMN core.bank_deposit.status IS 'Of a credit: unmatched, part (some of it) or matched; of a debit: returned (a matched deposit was taken back) or kept.';
COMMENT ON COLUMN core.bank_deposit.matched_on IS 'Business day of its last match; NULL while none is known.';
COMMENT ON COLUMN core.bank_deposit.source_file IS 'sha256 of the file it came in (core.received_file).';
COMMENT ON COLUMN core.bank_deposit.source_line IS 'Line in the file, from 1.';
COMMENT ON COLUMN core.bank_deposit.received_on IS 'Business day of the night that took it in.';

CREATE TABLE IF NOT EXISTS core.deposit_match (
    deposit_id VARCHAR NOT NULL,
    remittance_id VARCHAR NOT NULL,
    amount DECIMAL(14, 2) NOT NULL,
    fee DECIMAL(14, 2) NOT NULL,
    rung VARCHAR NOT NULL,
    matched_on DATE NOT NULL,
    PRIMARY KEY (deposit_id, remittance_id, rung)
);
COMMENT ON TABLE core.deposit_match IS 'One row per deposit and remittance that it pays, wholly or in part, and one that takes it back when the remittance is rejected; never changed.';
COMMENT ON COLUMN core.deposit_match.deposit_id IS 'Deposit (core.bank_deposit).';
COMMENT ON COLUMN core.deposit_match.remittance_id IS 'Remittance (core.remittance).';
COMMENT ON COLUMN core.deposit_match.amount IS 'Of the deposit, dollars; below zero where a deposit was taken back, or is free again.';
COMMENT ON COLUMN core.deposit_match.fee IS 'Of the remittance, kept by the card processor, dollars.';
COMMENT ON COLUMN core.deposit_match.rung IS 'trace_amount_payer, trace_amount, partial (several deposits), combined (several remittances), virtual_card, person, returned (by the bank), rejected (the remittance, by a person).';
COMMENT ON COLUMN core.deposit_match.matched_on IS 'Business day of the night that found it.';

CREATE TABLE IF NOT EXISTS core.deposit_suspect (
    deposit_id VARCHAR NOT NULL,
    remittance_id VARCHAR NOT NULL,
    reason VARCHAR NOT NULL
);
COMMENT ON TABLE core.deposit_suspect IS 'One row per deposit and remittance that may belong together: nothing is posted until a person says so (a correction match_deposit).';
COMMENT ON COLUMN core.deposit_suspect.deposit_id IS 'Deposit (core.bank_deposit).';
COMMENT ON COLUMN core.deposit_suspect.remittance_id IS 'Remittance (core.remittance).';
COMMENT ON COLUMN core.deposit_suspect.reason IS 'What speaks for it, and what is missing.';

CREATE TABLE IF NOT EXISTS reference.deposit_rule (
    payer_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    originator_id VARCHAR,
    deposit_window_days INTEGER,
    card_fee_percent DECIMAL(5, 2)
);
COMMENT ON TABLE reference.deposit_rule IS 'One row per payer of payers.yaml: how its payments reach the bank.';

CREATE TABLE IF NOT EXISTS reference.contract_rate (
    payer_id VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    modifier VARCHAR,
    place VARCHAR,
    rate DECIMAL(14, 2),
    percent_of_charge DECIMAL(7, 3),
    tolerance DECIMAL(14, 2) NOT NULL,
    tolerance_percent DECIMAL(7, 3) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE
);
COMMENT ON TABLE reference.contract_rate IS 'One row per dated contract rate of the client (rates.csv): dollars per unit, or percent of the charge.';

CREATE TABLE IF NOT EXISTS reference.place_class (
    place_of_service VARCHAR NOT NULL,
    place VARCHAR NOT NULL
);
COMMENT ON TABLE reference.place_class IS 'One row per place of service code: facility or non_facility.';

CREATE TABLE IF NOT EXISTS reference.refund_rule (
    payer_class VARCHAR NOT NULL,
    days INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE
);
COMMENT ON TABLE reference.refund_rule IS 'One row per class of payers and period: days in which an overpayment must be returned (rules/credit_balances.yaml).';

-- The receivables in a form that tonight's aging is made of without reading the whole ledger; not published.
CREATE SCHEMA IF NOT EXISTS folded;

CREATE TABLE IF NOT EXISTS folded.ar_item (
    account VARCHAR NOT NULL,
    claim_id VARCHAR,
    amount DECIMAL(14, 2) NOT NULL,
    debited_on DATE,
    posted_on DATE NOT NULL,
    debit_effective_on DATE,
    effective_on DATE NOT NULL
);
COMMENT ON TABLE folded.ar_item IS 'One row per receivable account and claim, of the postings before folded.ar_until.';

CREATE TABLE IF NOT EXISTS folded.ar_until (
    until_day DATE NOT NULL
);
COMMENT ON TABLE folded.ar_until IS 'One row: the first business day whose postings are not in folded.ar_item.';
