-- id: claim_night
-- title: The settings that tonight's claims are made with
-- reads: nothing; the stage fills these tables from company.yaml, client.yaml and payers.yaml

-- one row: the night, the client and the clearinghouse
CREATE OR REPLACE TEMP TABLE claim_night (
    day DATE,
    claim_prefix VARCHAR,
    submitter_name VARCHAR,
    submitter_id VARCHAR,
    contact_name VARCHAR,
    contact_phone VARCHAR,
    receiver_name VARCHAR,
    receiver_id VARCHAR
);

-- one row per payer
CREATE OR REPLACE TEMP TABLE claim_payer (
    payer_id VARCHAR,
    name VARCHAR,
    filing_indicator VARCHAR,
    route VARCHAR,
    takes_void BOOLEAN
);

-- one row per dated billing identity
CREATE OR REPLACE TEMP TABLE claim_identity (
    npi VARCHAR,
    tax_id VARCHAR,
    name VARCHAR,
    taxonomy VARCHAR,
    address_line1 VARCHAR,
    city VARCHAR,
    state VARCHAR,
    postal_code VARCHAR,
    phone VARCHAR,
    valid_from DATE,
    valid_to DATE
);

-- one row per interchange to be written; hash and size once it is
CREATE OR REPLACE TEMP TABLE claim_interchange (
    route VARCHAR,
    control INTEGER,
    isa_control VARCHAR,
    gs_control VARCHAR,
    claim_file VARCHAR,
    content_sha256 VARCHAR,
    bytes BIGINT
);
