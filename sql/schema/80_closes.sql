-- Closed months, what stood open when they were closed, and the work that invoices count.

CREATE TABLE IF NOT EXISTS core.period_close (
    period DATE NOT NULL,
    version INTEGER NOT NULL,
    state VARCHAR NOT NULL,
    closed_on DATE NOT NULL,
    after_night DATE NOT NULL,
    after_run INTEGER NOT NULL,
    postings BIGINT NOT NULL,
    debits DECIMAL(14, 2) NOT NULL,
    manifest_sha256 VARCHAR NOT NULL,
    hard_on DATE,
    finished BOOLEAN NOT NULL,
    reopened_on DATE,
    reopened_by VARCHAR,
    papers_sha256 VARCHAR,
    PRIMARY KEY (period, version)
);
-- Warehouses made before the column was.
ALTER TABLE core.period_close ADD COLUMN IF NOT EXISTS papers_sha256 VARCHAR;
COMMENT ON TABLE core.period_close IS 'One row per closed month and version of it; its sealed tables are under closed/<period>/v<version>.';
COMMENT ON COLUMN core.period_close.period IS 'First day of the month.';
COMMENT ON COLUMN core.period_close.version IS '1, then one more for each time the month was opened again and closed.';
COMMENT ON COLUMN core.period_close.state IS 'soft (locked, nothing invoiced), hard (invoiced), or reopened.';
COMMENT ON COLUMN core.period_close.closed_on IS 'Business day on which it was closed.';
COMMENT ON COLUMN core.period_close.after_night IS 'Last night that was worked before the close.';
COMMENT ON COLUMN core.period_close.after_run IS 'Run of that night.';
COMMENT ON COLUMN core.period_close.postings IS 'Postings of the month when it was sealed.';
COMMENT ON COLUMN core.period_close.debits IS 'Sum of their debits, dollars.';
COMMENT ON COLUMN core.period_close.manifest_sha256 IS 'Hash of the manifest of the sealed month.';
COMMENT ON COLUMN core.period_close.hard_on IS 'Business day on which it was closed hard: the day of its invoice; NULL while it is soft.';
COMMENT ON COLUMN core.period_close.finished IS 'True once its folder is in place, its invoice numbered, its documents written and the published file swapped.';
COMMENT ON COLUMN core.period_close.reopened_on IS 'Business day on which it was opened again; NULL while closed.';
COMMENT ON COLUMN core.period_close.reopened_by IS 'Who opened it again, and why.';
COMMENT ON COLUMN core.period_close.papers_sha256 IS 'Hash of what was issued beside its sealed tables (invoice.json, and dunning.json where one was); NULL while nothing is.';

CREATE TABLE IF NOT EXISTS raw.close_event (
    sequence INTEGER PRIMARY KEY,
    event VARCHAR NOT NULL
);
COMMENT ON TABLE raw.close_event IS 'One row per month that was closed (soft, or hard) or opened again: what a replay needs to do it again, as canonical JSON, also written to the vault.';

CREATE TABLE IF NOT EXISTS core.close_item (
    period DATE NOT NULL,
    version INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    since DATE NOT NULL,
    amount DECIMAL(14, 2),
    reason VARCHAR NOT NULL,
    waived_by VARCHAR NOT NULL,
    waiver VARCHAR NOT NULL,
    PRIMARY KEY (period, version, kind, subject_id)
);
COMMENT ON TABLE core.close_item IS 'One row per thing that stood open when a month was closed and was waived.';
COMMENT ON COLUMN core.close_item.period IS 'First day of the month.';
COMMENT ON COLUMN core.close_item.version IS 'Version of the close (core.period_close).';
COMMENT ON COLUMN core.close_item.kind IS 'unreconciled_deposit, unposted_remittance, suspended_remittance, unmatched_eft, takeback_not_allocated, encounter_not_accounted or correction_not_answered.';
COMMENT ON COLUMN core.close_item.subject_id IS 'Id of the deposit, remittance, remitted claim, provider-level adjustment, encounter or correction.';
COMMENT ON COLUMN core.close_item.since IS 'Day since which it is open.';
COMMENT ON COLUMN core.close_item.amount IS 'Dollars concerned; NULL where none is known.';
COMMENT ON COLUMN core.close_item.reason IS 'Why it is open.';
COMMENT ON COLUMN core.close_item.waived_by IS 'Who waived it.';
COMMENT ON COLUMN core.close_item.waiver IS 'Why it was waived.';

CREATE TABLE IF NOT EXISTS core.work_item (
    work_id VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    worked_on DATE NOT NULL,
    quantity DECIMAL(12, 2) NOT NULL,
    amount DECIMAL(14, 2),
    description VARCHAR,
    received_on DATE NOT NULL,
    source_file VARCHAR NOT NULL,
    source_line BIGINT NOT NULL
);
COMMENT ON TABLE core.work_item IS 'One row per line of a time file: work and costs that invoices count.';
COMMENT ON COLUMN core.work_item.work_id IS 'Made from the line''s own reference, kind and day.';
COMMENT ON COLUMN core.work_item.kind IS 'statement, verification, appeal, hour, or pass_through (a cost handed on).';
COMMENT ON COLUMN core.work_item.worked_on IS 'Day of the work or cost.';
COMMENT ON COLUMN core.work_item.quantity IS 'Pieces, or hours.';
COMMENT ON COLUMN core.work_item.amount IS 'Dollars of a cost handed on; else NULL: the agreement has the price.';
COMMENT ON COLUMN core.work_item.description IS 'What it was, for the invoice: no patient in it.';
COMMENT ON COLUMN core.work_item.received_on IS 'Business day of the night that took it in: the month that invoices it.';
COMMENT ON COLUMN core.work_item.source_file IS 'sha256 of the file.';
COMMENT ON COLUMN core.work_item.source_line IS 'Line in it.';
