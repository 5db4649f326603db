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

-- Of HL7 v2 and FHIR files.

CREATE TABLE IF NOT EXISTS raw.known (
    format VARCHAR, entry_key VARCHAR, visit VARCHAR, patient VARCHAR, told_at VARCHAR,
    source_file VARCHAR, element VARCHAR, content VARCHAR
);
COMMENT ON TABLE raw.known IS 'One row per patient, coverage, resource or message of a visit that an HL7 v2 or FHIR file told, as last told: what later files may refer to.';
COMMENT ON COLUMN raw.known.format IS 'hl7v2 or fhir_r4.';
COMMENT ON COLUMN raw.known.entry_key IS 'What it is: type and id.';
COMMENT ON COLUMN raw.known.visit IS 'Visit that it is a part of; empty for what is of no visit.';
COMMENT ON COLUMN raw.known.patient IS 'Patient that it is about; empty where it names none.';
COMMENT ON COLUMN raw.known.told_at IS 'When the sender wrote it, as sortable text.';
COMMENT ON COLUMN raw.known.source_file IS 'sha256 of the file.';
COMMENT ON COLUMN raw.known.element IS 'Message or resource in the file.';
COMMENT ON COLUMN raw.known.content IS 'Text of the message or resource.';

CREATE TABLE IF NOT EXISTS raw.element (
    batch_id VARCHAR, dataset VARCHAR, source_line BIGINT, kind VARCHAR, element VARCHAR
);
COMMENT ON TABLE raw.element IS 'One row per row of a raw dataset that was made from an HL7 v2 or FHIR file: where its element stands.';
COMMENT ON COLUMN raw.element.batch_id IS 'Batch of the row.';
COMMENT ON COLUMN raw.element.dataset IS 'Dataset of the row.';
COMMENT ON COLUMN raw.element.source_line IS 'Number of the row in its dataset.';
COMMENT ON COLUMN raw.element.kind IS 'Segment or resource type that the row was made from.';
COMMENT ON COLUMN raw.element.element IS 'Message or resource, and the path in it.';

CREATE TABLE IF NOT EXISTS raw.mapped_path (
    batch_id VARCHAR, dataset VARCHAR, kind VARCHAR, column_name VARCHAR, path VARCHAR
);
COMMENT ON TABLE raw.mapped_path IS 'One row per column that the mapping of a batch fills from an element: its path.';
COMMENT ON COLUMN raw.mapped_path.batch_id IS 'Batch that was mapped.';
COMMENT ON COLUMN raw.mapped_path.dataset IS 'Dataset of the column.';
COMMENT ON COLUMN raw.mapped_path.kind IS 'Segment or resource type.';
COMMENT ON COLUMN raw.mapped_path.column_name IS 'Column of the dataset.';
COMMENT ON COLUMN raw.mapped_path.path IS 'Paths of the mapping, in order.';

CREATE TABLE IF NOT EXISTS raw.unplaced (
    batch_id VARCHAR, dataset VARCHAR, source_line BIGINT, column_name VARCHAR,
    element VARCHAR, reason VARCHAR, remedy VARCHAR
);
COMMENT ON TABLE raw.unplaced IS 'One row per element that the mapping of an HL7 v2 or FHIR file could not place; its row is quarantined.';
COMMENT ON COLUMN raw.unplaced.batch_id IS 'Batch of the row.';
COMMENT ON COLUMN raw.unplaced.dataset IS 'Dataset of the row.';
COMMENT ON COLUMN raw.unplaced.source_line IS 'Number of the row in its dataset.';
COMMENT ON COLUMN raw.unplaced.column_name IS 'Column that stays empty; NULL where the element as a whole cannot be placed, * where nothing of the row can be read.';
COMMENT ON COLUMN raw.unplaced.element IS 'Path of the element in its file.';
COMMENT ON COLUMN raw.unplaced.reason IS 'Why it cannot be placed, without the value.';
COMMENT ON COLUMN raw.unplaced.remedy IS 'What to do about it.';
