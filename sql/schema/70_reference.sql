-- Code sets, rules and configuration as tables: loaded anew each night from dated files, never published.

CREATE TABLE IF NOT EXISTS reference.code_set (
    code_set VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    covers_from DATE NOT NULL,
    covers_to DATE,
    content_sha256 VARCHAR NOT NULL
);
COMMENT ON TABLE reference.code_set IS 'One row per loaded release of a code set: icd10cm, hcpcs, pos.';

CREATE TABLE IF NOT EXISTS reference.code (
    code_set VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    billable BOOLEAN NOT NULL,
    description VARCHAR
);
COMMENT ON TABLE reference.code IS 'One row per code of a loaded release, without dots.';

CREATE TABLE IF NOT EXISTS reference.crosswalk (
    local_system VARCHAR NOT NULL, local_code VARCHAR NOT NULL,
    code_system VARCHAR NOT NULL, code VARCHAR NOT NULL,
    modifier1 VARCHAR, modifier2 VARCHAR, units_factor DECIMAL(12, 3) NOT NULL,
    valid_from DATE NOT NULL, valid_to DATE
);
COMMENT ON TABLE reference.crosswalk IS 'One row per charge-master mapping of the client (crosswalk.csv).';

CREATE TABLE IF NOT EXISTS reference.fee (
    code VARCHAR NOT NULL, modifier VARCHAR, fee DECIMAL(14, 2) NOT NULL,
    valid_from DATE NOT NULL, valid_to DATE
);
COMMENT ON TABLE reference.fee IS 'One row per dated fee of the client (fees.csv), dollars per unit.';

CREATE TABLE IF NOT EXISTS reference.payer (
    payer_id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, filing_indicator VARCHAR NOT NULL,
    route VARCHAR NOT NULL, payer_class VARCHAR NOT NULL, originator_id VARCHAR
);
COMMENT ON TABLE reference.payer IS 'One row per payer of payers.yaml.';

CREATE TABLE IF NOT EXISTS reference.billing_identity (
    npi VARCHAR NOT NULL, tax_id VARCHAR NOT NULL, name VARCHAR NOT NULL, taxonomy VARCHAR NOT NULL,
    address_line1 VARCHAR NOT NULL, city VARCHAR NOT NULL, state VARCHAR NOT NULL, postal_code VARCHAR NOT NULL,
    phone VARCHAR, valid_from DATE NOT NULL, valid_to DATE
);
COMMENT ON TABLE reference.billing_identity IS 'One row per dated billing identity of client.yaml.';

CREATE TABLE IF NOT EXISTS reference.denial_category (
    group_code VARCHAR NOT NULL, reason_code VARCHAR NOT NULL, category VARCHAR NOT NULL,
    posting VARCHAR NOT NULL, action VARCHAR NOT NULL
);
COMMENT ON TABLE reference.denial_category IS 'One row per claim adjustment reason and group (rules/denial_categories.yaml); posting: contractual, patient, compare, open.';

CREATE TABLE IF NOT EXISTS reference.medicare_amount (
    code VARCHAR NOT NULL, modifier VARCHAR, place VARCHAR NOT NULL, amount DECIMAL(14, 2) NOT NULL,
    valid_from DATE NOT NULL, valid_to DATE NOT NULL
);
COMMENT ON TABLE reference.medicare_amount IS 'One row per code, modifier, place and days: what Medicare is expected to allow at the client''s locality (RVU x GPCI x conversion factor; 95 percent where the client does not participate).';
COMMENT ON COLUMN reference.medicare_amount.modifier IS 'NULL, or 26, TC or 53 where the fee schedule has a row of its own.';
COMMENT ON COLUMN reference.medicare_amount.place IS 'facility or nonfacility, by the place of service.';
COMMENT ON COLUMN reference.medicare_amount.amount IS 'Dollars for one unit.';

ALTER TABLE reference.crosswalk ADD COLUMN IF NOT EXISTS revenue_code VARCHAR;

CREATE TABLE IF NOT EXISTS reference.coding_policy (
    payer_id VARCHAR, policy VARCHAR NOT NULL, value VARCHAR NOT NULL,
    valid_from DATE NOT NULL, valid_to DATE
);
COMMENT ON TABLE reference.coding_policy IS 'One row per dated policy of coding: of a payer (payers.yaml), or, without payer_id, of the client (client.yaml).';
