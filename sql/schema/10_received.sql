-- What arrived: files, batches, and what a person must look at.

CREATE TABLE IF NOT EXISTS core.received_file (
    source_file VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    file_name VARCHAR,
    bytes BIGINT NOT NULL,
    received_on DATE NOT NULL,
    consumed BOOLEAN NOT NULL
);
COMMENT ON TABLE core.received_file IS 'One row per file content ever taken in for this client; the bytes are in the vault under the same sha256.';
COMMENT ON COLUMN core.received_file.source_file IS 'sha256 of the bytes: the name of the file everywhere in this warehouse.';
COMMENT ON COLUMN core.received_file.kind IS 'Folder of the inbox: encounters, acks, remits, bank, patient_payments, corrections …';
COMMENT ON COLUMN core.received_file.file_name IS 'Name under which it first arrived (published only where the client grants patient columns: a sender may put a name in it).';
COMMENT ON COLUMN core.received_file.bytes IS 'Size in bytes.';
COMMENT ON COLUMN core.received_file.received_on IS 'Business day on which it was first taken in.';
COMMENT ON COLUMN core.received_file.consumed IS 'True once the night that took it in has removed it from the inbox.';

CREATE TABLE IF NOT EXISTS core.batch (
    batch_id VARCHAR PRIMARY KEY,
    folder VARCHAR NOT NULL,
    received_on DATE NOT NULL,
    content_hash VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    reason_code VARCHAR,
    reason VARCHAR,
    encounters_received BIGINT NOT NULL,
    encounters_control BIGINT,
    charges_received DECIMAL(14, 2),
    charges_control DECIMAL(14, 2)
);
COMMENT ON TABLE core.batch IS 'One row per encounter drop taken in.';
COMMENT ON COLUMN core.batch.batch_id IS 'Name of the drop folder; with the first 8 digits of the content hash appended when the name came before with other content.';
COMMENT ON COLUMN core.batch.folder IS 'Name of the drop folder.';
COMMENT ON COLUMN core.batch.received_on IS 'Business day of the night that took it in.';
COMMENT ON COLUMN core.batch.content_hash IS 'sha256 over the names and sha256 of its files.';
COMMENT ON COLUMN core.batch.status IS 'accepted, or held: a held batch is held as a whole.';
COMMENT ON COLUMN core.batch.reason_code IS 'control_totals or batch_unreadable, for a held batch.';
COMMENT ON COLUMN core.batch.reason IS 'Why the batch is held, in words.';
COMMENT ON COLUMN core.batch.encounters_received IS 'Rows of the encounters file.';
COMMENT ON COLUMN core.batch.encounters_control IS 'Number of encounters that control.json promises.';
COMMENT ON COLUMN core.batch.charges_received IS 'Sum of the charges of the services file.';
COMMENT ON COLUMN core.batch.charges_control IS 'Total charges that control.json promises.';

CREATE TABLE IF NOT EXISTS core.problem (
    problem_id VARCHAR PRIMARY KEY,
    found_on DATE NOT NULL,
    stage VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    source_file VARCHAR,
    position VARCHAR,
    message VARCHAR NOT NULL,
    remedy VARCHAR NOT NULL
);
COMMENT ON TABLE core.problem IS 'One row per file or part of a file that a person must look at (unreadable, truncated, sent twice, out of balance).';
COMMENT ON COLUMN core.problem.problem_id IS 'Made from stage, code, source file and position: the same problem is one row.';
COMMENT ON COLUMN core.problem.found_on IS 'Business day on which it was found.';
COMMENT ON COLUMN core.problem.stage IS 'Stage of the night that found it.';
COMMENT ON COLUMN core.problem.code IS 'Short stable name of the kind of problem.';
COMMENT ON COLUMN core.problem.severity IS 'error: somebody must act; warning: somebody should know.';
COMMENT ON COLUMN core.problem.source_file IS 'sha256 of the file.';
COMMENT ON COLUMN core.problem.position IS 'Place in the file: line, or transaction set and segment.';
COMMENT ON COLUMN core.problem.message IS 'What is wrong, free of patient data.';
COMMENT ON COLUMN core.problem.remedy IS 'What to do about it.';

CREATE TABLE IF NOT EXISTS core.quarantine (
    batch_id VARCHAR NOT NULL,
    received_id VARCHAR,
    dataset VARCHAR NOT NULL,
    row_key VARCHAR,
    source_file VARCHAR NOT NULL,
    source_line BIGINT NOT NULL,
    expectation VARCHAR NOT NULL,
    column_name VARCHAR,
    reason VARCHAR NOT NULL,
    remedy VARCHAR NOT NULL,
    found_on DATE NOT NULL,
    element VARCHAR
);
COMMENT ON TABLE core.quarantine IS 'One row per failing row, expectation and encounter that it quarantines; a failing row that no encounter needs has received_id NULL.';
COMMENT ON COLUMN core.quarantine.batch_id IS 'Batch of the failing row.';
COMMENT ON COLUMN core.quarantine.received_id IS 'Encounter (core.encounter) that is quarantined because of it.';
COMMENT ON COLUMN core.quarantine.dataset IS 'patients, coverages, encounters, diagnoses or services.';
COMMENT ON COLUMN core.quarantine.row_key IS 'Business key of the failing row as the practice sent it.';
COMMENT ON COLUMN core.quarantine.source_file IS 'sha256 of the file that holds the row.';
COMMENT ON COLUMN core.quarantine.source_line IS 'Line of the row in that file (the header is line 1); of HL7 v2 and FHIR the number of the row in its dataset.';
COMMENT ON COLUMN core.quarantine.expectation IS 'Great Expectations type of the expectation that failed; mapping where an element could not be placed.';
COMMENT ON COLUMN core.quarantine.column_name IS 'Column that failed; NULL for a rule over several columns.';
COMMENT ON COLUMN core.quarantine.reason IS 'What is wrong, in plain words, without the value.';
COMMENT ON COLUMN core.quarantine.remedy IS 'What the practice must do.';
COMMENT ON COLUMN core.quarantine.found_on IS 'Business day of the validation.';
COMMENT ON COLUMN core.quarantine.element IS 'Path of the element in an HL7 v2 or FHIR file; NULL for a table.';

CREATE TABLE IF NOT EXISTS core.contract_result (
    batch_id VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    expectation VARCHAR NOT NULL,
    column_name VARCHAR,
    title VARCHAR NOT NULL,
    rows_checked BIGINT NOT NULL,
    rows_failed BIGINT NOT NULL
);
COMMENT ON TABLE core.contract_result IS 'One row per batch, dataset and expectation validated, passed or not: the counts behind the contract page.';
COMMENT ON COLUMN core.contract_result.batch_id IS 'Batch validated.';
COMMENT ON COLUMN core.contract_result.dataset IS 'Dataset validated.';
COMMENT ON COLUMN core.contract_result.expectation IS 'Great Expectations type.';
COMMENT ON COLUMN core.contract_result.column_name IS 'Column; NULL for a rule over several columns.';
COMMENT ON COLUMN core.contract_result.title IS 'The promise in plain words.';
COMMENT ON COLUMN core.contract_result.rows_checked IS 'Rows the expectation looked at.';
COMMENT ON COLUMN core.contract_result.rows_failed IS 'Rows that failed it.';
