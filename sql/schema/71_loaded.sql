-- What the reference tables were last filled from, so that an unchanged file is not loaded again.

CREATE TABLE IF NOT EXISTS reference.loaded (
    source VARCHAR PRIMARY KEY,
    content_sha256 VARCHAR NOT NULL
);
COMMENT ON TABLE reference.loaded IS 'One row per source of reference tables and of judgements: the content that is in force here.';
COMMENT ON COLUMN reference.loaded.source IS 'fees.csv, crosswalk.csv, payers, billing_identities, or coding (everything that a coding decision depends on).';
COMMENT ON COLUMN reference.loaded.content_sha256 IS 'sha256 of what was loaded.';
