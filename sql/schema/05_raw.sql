-- Rows of encounter drops exactly as received, every value as text; never published.

CREATE TABLE IF NOT EXISTS raw.patients (
    batch_id VARCHAR, source_file VARCHAR, source_line BIGINT,
    patient_id VARCHAR, last_name VARCHAR, first_name VARCHAR, middle_name VARCHAR, suffix VARCHAR,
    birth_date VARCHAR, sex VARCHAR,
    address_line1 VARCHAR, address_line2 VARCHAR, city VARCHAR, state VARCHAR, postal_code VARCHAR, country VARCHAR
);
COMMENT ON TABLE raw.patients IS 'One row per row of a patients file.';

CREATE TABLE IF NOT EXISTS raw.coverages (
    batch_id VARCHAR, source_file VARCHAR, source_line BIGINT,
    coverage_id VARCHAR, patient_id VARCHAR, payer_id VARCHAR, priority VARCHAR,
    member_id VARCHAR, group_number VARCHAR, group_name VARCHAR, relationship VARCHAR,
    subscriber_last_name VARCHAR, subscriber_first_name VARCHAR, subscriber_middle_name VARCHAR,
    subscriber_birth_date VARCHAR, subscriber_sex VARCHAR,
    subscriber_address_line1 VARCHAR, subscriber_address_line2 VARCHAR, subscriber_city VARCHAR,
    subscriber_state VARCHAR, subscriber_postal_code VARCHAR,
    effective_from VARCHAR, effective_to VARCHAR
);
COMMENT ON TABLE raw.coverages IS 'One row per row of a coverages file.';

CREATE TABLE IF NOT EXISTS raw.encounters (
    batch_id VARCHAR, source_file VARCHAR, source_line BIGINT,
    encounter_id VARCHAR, patient_id VARCHAR, financial_class VARCHAR,
    service_from VARCHAR, service_to VARCHAR, place_of_service VARCHAR,
    rendering_npi VARCHAR, rendering_last_name VARCHAR, rendering_first_name VARCHAR, rendering_taxonomy VARCHAR,
    referring_npi VARCHAR, referring_last_name VARCHAR, referring_first_name VARCHAR,
    supervising_npi VARCHAR, supervising_last_name VARCHAR, supervising_first_name VARCHAR,
    facility_npi VARCHAR, facility_name VARCHAR, facility_address_line1 VARCHAR, facility_city VARCHAR,
    facility_state VARCHAR, facility_postal_code VARCHAR,
    authorization_number VARCHAR, referral_number VARCHAR,
    accident_cause VARCHAR, accident_date VARCHAR, accident_state VARCHAR,
    onset_date VARCHAR, patient_paid VARCHAR, note VARCHAR
);
COMMENT ON TABLE raw.encounters IS 'One row per row of an encounters file.';

CREATE TABLE IF NOT EXISTS raw.diagnoses (
    batch_id VARCHAR, source_file VARCHAR, source_line BIGINT,
    encounter_id VARCHAR, sequence VARCHAR, code_system VARCHAR, code VARCHAR, description VARCHAR
);
COMMENT ON TABLE raw.diagnoses IS 'One row per row of a diagnoses file.';

CREATE TABLE IF NOT EXISTS raw.services (
    batch_id VARCHAR, source_file VARCHAR, source_line BIGINT,
    encounter_id VARCHAR, line_number VARCHAR, service_from VARCHAR, service_to VARCHAR,
    code_system VARCHAR, code VARCHAR, description VARCHAR,
    modifier1 VARCHAR, modifier2 VARCHAR, modifier3 VARCHAR, modifier4 VARCHAR,
    units VARCHAR, unit_basis VARCHAR, minutes VARCHAR, charge VARCHAR, diagnosis_pointers VARCHAR,
    ndc VARCHAR, ndc_units VARCHAR, ndc_unit_basis VARCHAR
);
COMMENT ON TABLE raw.services IS 'One row per row of a services file.';

CREATE TABLE IF NOT EXISTS raw.manifest (
    night DATE, run INTEGER, manifest VARCHAR
);
COMMENT ON TABLE raw.manifest IS 'One row per run of a night: its manifest, also written to the vault.';
