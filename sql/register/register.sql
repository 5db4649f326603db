-- company.duckdb: what belongs to the billing company and to no single client.

CREATE TABLE IF NOT EXISTS control_block (
    client_id VARCHAR NOT NULL,
    night DATE NOT NULL,
    run INTEGER NOT NULL,
    first_number BIGINT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (client_id, night, run)
);
COMMENT ON TABLE control_block IS 'One row per run of a client''s night: the ISA control numbers handed to it; a rerun after a crash gets the same ones.';

CREATE TABLE IF NOT EXISTS mailbox_file (
    source_file VARCHAR PRIMARY KEY,
    file_name VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    received_on DATE NOT NULL,
    pieces INTEGER NOT NULL,
    cleared BOOLEAN NOT NULL
);
COMMENT ON TABLE mailbox_file IS 'One row per file content taken from the company''s mailbox; its bytes are in the company''s vault.';

CREATE TABLE IF NOT EXISTS routed_piece (
    source_file VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    client_id VARCHAR,
    laid_as VARCHAR,
    routed_on DATE NOT NULL
);
COMMENT ON TABLE routed_piece IS 'One row per transaction set of a mailbox file and client it went to, with the sha256 of the file laid into its inbox; client_id and laid_as NULL while nobody fits.';

CREATE TABLE IF NOT EXISTS problem (
    problem_id VARCHAR PRIMARY KEY,
    found_on DATE NOT NULL,
    code VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    source_file VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    position VARCHAR,
    message VARCHAR NOT NULL,
    remedy VARCHAR NOT NULL
);
COMMENT ON TABLE problem IS 'One row per mailbox file, or part of one, that could not be routed, or row of a file of payments that could not be used.';

CREATE TABLE IF NOT EXISTS night_result (
    client_id VARCHAR NOT NULL,
    night DATE NOT NULL,
    run INTEGER NOT NULL,
    outcome VARCHAR NOT NULL,
    step VARCHAR,
    reason VARCHAR,
    attention INTEGER NOT NULL,
    PRIMARY KEY (client_id, night, run)
);
COMMENT ON TABLE night_result IS 'One row per run of a client''s night: done, law_broken, failed or refused; a run that changed nothing leaves no row.';
