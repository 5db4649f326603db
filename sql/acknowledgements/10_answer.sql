-- id: ack_answer
-- title: The answers of tonight's files, as read
-- reads: nothing; the stage fills the table

-- one row per answer in a file
CREATE OR REPLACE TEMP TABLE ack_answer (
    place BIGINT,
    source_file VARCHAR,
    source_position BIGINT,
    kind VARCHAR,
    level VARCHAR,
    isa_control VARCHAR,
    gs_control VARCHAR,
    st_control VARCHAR,
    reference VARCHAR,
    claim_number VARCHAR,
    code VARCHAR,
    status_code VARCHAR,
    entity_code VARCHAR,
    payer_claim_number VARCHAR,
    outcome VARCHAR,
    source VARCHAR,
    event_on DATE,
    message VARCHAR,
    recorded_on DATE
);
