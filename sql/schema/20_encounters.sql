-- Encounters with their parts, typed, one version per batch that sent them.

CREATE TABLE IF NOT EXISTS core.encounter (
    received_id VARCHAR PRIMARY KEY,
    batch_id VARCHAR NOT NULL,
    encounter_id VARCHAR,
    received_on DATE NOT NULL,
    content_hash VARCHAR NOT NULL,
    source_file VARCHAR NOT NULL,
    source_line BIGINT NOT NULL,
    charge_received DECIMAL(14, 2),
    patient_id VARCHAR,
    financial_class VARCHAR,
    service_from DATE,
    service_to DATE,
    place_of_service VARCHAR,
    rendering_npi VARCHAR,
    rendering_last_name VARCHAR,
    rendering_first_name VARCHAR,
    rendering_taxonomy VARCHAR,
    referring_npi VARCHAR,
    referring_last_name VARCHAR,
    referring_first_name VARCHAR,
    supervising_npi VARCHAR,
    supervising_last_name VARCHAR,
    supervising_first_name VARCHAR,
    facility_npi VARCHAR,
    facility_name VARCHAR,
    facility_address_line1 VARCHAR,
    facility_city VARCHAR,
    facility_state VARCHAR,
    facility_postal_code VARCHAR,
    authorization_number VARCHAR,
    referral_number VARCHAR,
    accident_cause VARCHAR,
    accident_date DATE,
    accident_state VARCHAR,
    onset_date DATE,
    patient_paid DECIMAL(14, 2),
    state VARCHAR NOT NULL,
    reason_code VARCHAR,
    reason VARCHAR,
    state_since DATE NOT NULL
);
COMMENT ON TABLE core.encounter IS 'One row per encounter received, that is per row of an encounters file in each batch; in exactly one state (law 1).';
COMMENT ON COLUMN core.encounter.batch_id IS 'Batch that sent it (core.batch).';
COMMENT ON COLUMN core.encounter.received_on IS 'Business day of the night that took it in.';
COMMENT ON COLUMN core.encounter.source_file IS 'sha256 of the encounters file.';
COMMENT ON COLUMN core.encounter.source_line IS 'Line in that file; the header is line 1.';
COMMENT ON COLUMN core.encounter.patient_id IS 'The practice''s own id of the patient.';
COMMENT ON COLUMN core.encounter.service_from IS 'First day of service.';
COMMENT ON COLUMN core.encounter.service_to IS 'Last day of service.';
COMMENT ON COLUMN core.encounter.place_of_service IS 'Place of service code, two digits.';
COMMENT ON COLUMN core.encounter.rendering_npi IS 'NPI of who rendered the service.';
COMMENT ON COLUMN core.encounter.rendering_last_name IS 'Last name of who rendered the service.';
COMMENT ON COLUMN core.encounter.rendering_first_name IS 'First name of who rendered the service.';
COMMENT ON COLUMN core.encounter.rendering_taxonomy IS 'Taxonomy code of who rendered the service.';
COMMENT ON COLUMN core.encounter.referring_npi IS 'NPI of who referred.';
COMMENT ON COLUMN core.encounter.referring_last_name IS 'Last name of who referred.';
COMMENT ON COLUMN core.encounter.referring_first_name IS 'First name of who referred.';
COMMENT ON COLUMN core.encounter.supervising_npi IS 'NPI of who supervised.';
COMMENT ON COLUMN core.encounter.supervising_last_name IS 'Last name of who supervised.';
COMMENT ON COLUMN core.encounter.supervising_first_name IS 'First name of who supervised.';
COMMENT ON COLUMN core.encounter.facility_npi IS 'NPI of the service facility.';
COMMENT ON COLUMN core.encounter.facility_name IS 'Name of the service facility.';
COMMENT ON COLUMN core.encounter.facility_address_line1 IS 'Street of the service facility.';
COMMENT ON COLUMN core.encounter.facility_city IS 'City of the service facility.';
COMMENT ON COLUMN core.encounter.facility_state IS 'State of the service facility.';
COMMENT ON COLUMN core.encounter.facility_postal_code IS 'ZIP code of the service facility.';
COMMENT ON COLUMN core.encounter.authorization_number IS 'Prior authorization number.';
COMMENT ON COLUMN core.encounter.referral_number IS 'Referral number.';
COMMENT ON COLUMN core.encounter.accident_cause IS 'AA auto, EM employment, OA other accident (CLM11); NULL without one.';
COMMENT ON COLUMN core.encounter.accident_date IS 'Day of the accident.';
COMMENT ON COLUMN core.encounter.accident_state IS 'State of the accident; with AA.';
COMMENT ON COLUMN core.encounter.onset_date IS 'Onset of the current illness.';
COMMENT ON COLUMN core.encounter.received_id IS 'batch_id/encounter_id, with #n for the n-th row of the same id in one batch, or batch_id/line-n without an id.';
COMMENT ON COLUMN core.encounter.encounter_id IS 'The practice''s own id of the visit.';
COMMENT ON COLUMN core.encounter.content_hash IS 'HMAC, with the client''s key, over the encounter and all rows of the batch that it needs: patient, coverages, diagnoses, services.';
COMMENT ON COLUMN core.encounter.charge_received IS 'Sum of the charges of its service lines as sent.';
COMMENT ON COLUMN core.encounter.financial_class IS 'insurance or self_pay.';
COMMENT ON COLUMN core.encounter.patient_paid IS 'Paid by the patient at the desk, as sent (CLM loop AMT*F5).';
COMMENT ON COLUMN core.encounter.state IS 'quarantined, held_coding, held_edit, held (batch, changed after billing, no coverage …), not_billable, claimed, or ready inside a night only.';
COMMENT ON COLUMN core.encounter.reason_code IS 'Short stable name of the reason: control_totals, duplicate, superseded, changed_after_billing, voided, no_coverage, unmapped …';
COMMENT ON COLUMN core.encounter.reason IS 'The reason in plain words, without patient data.';
COMMENT ON COLUMN core.encounter.state_since IS 'Business day on which it came into this state.';

CREATE TABLE IF NOT EXISTS core.encounter_event (
    received_id VARCHAR NOT NULL,
    on_day DATE NOT NULL,
    state VARCHAR NOT NULL,
    reason_code VARCHAR,
    reason VARCHAR
);
COMMENT ON TABLE core.encounter_event IS 'One row per change of state of an encounter, append-only.';
COMMENT ON COLUMN core.encounter_event.received_id IS 'Encounter received (core.encounter).';
COMMENT ON COLUMN core.encounter_event.on_day IS 'Business day of the change.';
COMMENT ON COLUMN core.encounter_event.state IS 'State it came into (core.encounter.state).';
COMMENT ON COLUMN core.encounter_event.reason_code IS 'Short stable name of the reason.';
COMMENT ON COLUMN core.encounter_event.reason IS 'Why, in words.';

CREATE TABLE IF NOT EXISTS core.patient (
    batch_id VARCHAR NOT NULL,
    patient_id VARCHAR NOT NULL,
    last_name VARCHAR, first_name VARCHAR, middle_name VARCHAR, suffix VARCHAR,
    birth_date DATE, sex VARCHAR,
    address_line1 VARCHAR, address_line2 VARCHAR, city VARCHAR, state VARCHAR, postal_code VARCHAR, country VARCHAR
);
COMMENT ON TABLE core.patient IS 'One row per batch and patient, as the batch that sent the encounter knew them.';
COMMENT ON COLUMN core.patient.batch_id IS 'Batch that sent it (core.batch).';
COMMENT ON COLUMN core.patient.patient_id IS 'The practice''s own id of the patient.';
COMMENT ON COLUMN core.patient.last_name IS 'Last name.';
COMMENT ON COLUMN core.patient.first_name IS 'First name.';
COMMENT ON COLUMN core.patient.middle_name IS 'Middle name.';
COMMENT ON COLUMN core.patient.suffix IS 'Suffix of the name.';
COMMENT ON COLUMN core.patient.birth_date IS 'Birth date.';
COMMENT ON COLUMN core.patient.sex IS 'F, M or U.';
COMMENT ON COLUMN core.patient.address_line1 IS 'Street.';
COMMENT ON COLUMN core.patient.address_line2 IS 'Second line of the address.';
COMMENT ON COLUMN core.patient.city IS 'City.';
COMMENT ON COLUMN core.patient.state IS 'State, two letters.';
COMMENT ON COLUMN core.patient.postal_code IS 'ZIP code.';
COMMENT ON COLUMN core.patient.country IS 'US or empty.';

CREATE TABLE IF NOT EXISTS core.coverage (
    batch_id VARCHAR NOT NULL,
    coverage_id VARCHAR NOT NULL,
    patient_id VARCHAR NOT NULL,
    payer_id VARCHAR NOT NULL,
    priority INTEGER NOT NULL,
    member_id VARCHAR, group_number VARCHAR, group_name VARCHAR, relationship VARCHAR NOT NULL,
    subscriber_last_name VARCHAR, subscriber_first_name VARCHAR, subscriber_middle_name VARCHAR,
    subscriber_birth_date DATE, subscriber_sex VARCHAR,
    subscriber_address_line1 VARCHAR, subscriber_address_line2 VARCHAR, subscriber_city VARCHAR,
    subscriber_state VARCHAR, subscriber_postal_code VARCHAR,
    effective_from DATE NOT NULL,
    effective_to DATE
);
COMMENT ON TABLE core.coverage IS 'One row per batch and coverage; subscriber columns are filled for every relationship (equal to the patient when the patient is the subscriber).';
COMMENT ON COLUMN core.coverage.batch_id IS 'Batch that sent it (core.batch).';
COMMENT ON COLUMN core.coverage.coverage_id IS 'The practice''s own id of the coverage.';
COMMENT ON COLUMN core.coverage.patient_id IS 'The practice''s own id of the patient.';
COMMENT ON COLUMN core.coverage.payer_id IS 'Payer of payers.yaml.';
COMMENT ON COLUMN core.coverage.member_id IS 'Member id at the payer.';
COMMENT ON COLUMN core.coverage.group_number IS 'Number of the group or plan.';
COMMENT ON COLUMN core.coverage.group_name IS 'Name of the group or plan.';
COMMENT ON COLUMN core.coverage.subscriber_last_name IS 'Subscriber''s last name.';
COMMENT ON COLUMN core.coverage.subscriber_first_name IS 'Subscriber''s first name.';
COMMENT ON COLUMN core.coverage.subscriber_middle_name IS 'Subscriber''s middle name.';
COMMENT ON COLUMN core.coverage.subscriber_birth_date IS 'Subscriber''s birth date.';
COMMENT ON COLUMN core.coverage.subscriber_sex IS 'Subscriber''s sex.';
COMMENT ON COLUMN core.coverage.subscriber_address_line1 IS 'Subscriber''s street.';
COMMENT ON COLUMN core.coverage.subscriber_address_line2 IS 'Second line of the subscriber''s address.';
COMMENT ON COLUMN core.coverage.subscriber_city IS 'Subscriber''s city.';
COMMENT ON COLUMN core.coverage.subscriber_state IS 'Subscriber''s state.';
COMMENT ON COLUMN core.coverage.subscriber_postal_code IS 'Subscriber''s ZIP code.';
COMMENT ON COLUMN core.coverage.effective_from IS 'First day of the coverage.';
COMMENT ON COLUMN core.coverage.effective_to IS 'Last day of the coverage; NULL while it lasts.';
COMMENT ON COLUMN core.coverage.priority IS '1 primary, 2 secondary, 3 tertiary.';
COMMENT ON COLUMN core.coverage.relationship IS 'Patient''s relationship to the subscriber, X12 code: 18 self, 01 spouse, 19 child, G8 other.';

CREATE TABLE IF NOT EXISTS core.diagnosis (
    received_id VARCHAR NOT NULL,
    sequence INTEGER NOT NULL,
    code_system VARCHAR NOT NULL,
    code VARCHAR,
    description VARCHAR,
    coded_code VARCHAR
);
COMMENT ON TABLE core.diagnosis IS 'One row per diagnosis of an encounter received.';
COMMENT ON COLUMN core.diagnosis.received_id IS 'Encounter received (core.encounter).';
COMMENT ON COLUMN core.diagnosis.sequence IS 'Order on the encounter, from 1.';
COMMENT ON COLUMN core.diagnosis.code_system IS 'ICD10CM, ICD9CM, SNOMED, LOCAL: the system the practice says; TEXT: given in words, in description.';
COMMENT ON COLUMN core.diagnosis.description IS 'Words of the practice for it.';
COMMENT ON COLUMN core.diagnosis.code IS 'Code as sent, in its own system; NULL for TEXT.';
COMMENT ON COLUMN core.diagnosis.coded_code IS 'Code without the dot that goes on the claim: ICD-10-CM, for days before 2015-10-01 ICD-9-CM; NULL until coded.';

CREATE TABLE IF NOT EXISTS core.service (
    received_id VARCHAR NOT NULL,
    line_number INTEGER NOT NULL,
    service_from DATE NOT NULL,
    service_to DATE NOT NULL,
    code_system VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    description VARCHAR,
    modifier1 VARCHAR, modifier2 VARCHAR, modifier3 VARCHAR, modifier4 VARCHAR,
    units DECIMAL(12, 3) NOT NULL,
    unit_basis VARCHAR NOT NULL,
    minutes INTEGER,
    charge DECIMAL(14, 2),
    diagnosis_pointers VARCHAR,
    ndc VARCHAR, ndc_units DECIMAL(12, 3), ndc_unit_basis VARCHAR
);
COMMENT ON TABLE core.service IS 'One row per service line of an encounter received, as sent.';
COMMENT ON COLUMN core.service.received_id IS 'Encounter received (core.encounter).';
COMMENT ON COLUMN core.service.line_number IS 'Number of the service line.';
COMMENT ON COLUMN core.service.service_from IS 'First day of service.';
COMMENT ON COLUMN core.service.service_to IS 'Last day of service.';
COMMENT ON COLUMN core.service.code IS 'Code as sent, in its own system.';
COMMENT ON COLUMN core.service.description IS 'Words of the practice for it.';
COMMENT ON COLUMN core.service.modifier1 IS 'First procedure modifier.';
COMMENT ON COLUMN core.service.modifier2 IS 'Second procedure modifier.';
COMMENT ON COLUMN core.service.modifier3 IS 'Third procedure modifier.';
COMMENT ON COLUMN core.service.modifier4 IS 'Fourth procedure modifier.';
COMMENT ON COLUMN core.service.units IS 'Units of service, or minutes of anesthesia.';
COMMENT ON COLUMN core.service.minutes IS 'Minutes of the service.';
COMMENT ON COLUMN core.service.charge IS 'Charge of the line as sent, dollars; NULL where none was sent.';
COMMENT ON COLUMN core.service.ndc IS 'National Drug Code, 11 digits.';
COMMENT ON COLUMN core.service.ndc_units IS 'Quantity of the drug.';
COMMENT ON COLUMN core.service.ndc_unit_basis IS 'Unit of that quantity: UN, ML, GR, F2, ME.';
COMMENT ON COLUMN core.service.code_system IS 'CPT, HCPCS, LOCAL, SNOMED, CVX, LOINC: the system the practice says; never guessed from the shape of the code.';
COMMENT ON COLUMN core.service.unit_basis IS 'UN units or MJ minutes (X12 element 355).';
COMMENT ON COLUMN core.service.diagnosis_pointers IS 'Diagnosis sequences, most important first, separated by a colon: 1:3.';

CREATE TABLE IF NOT EXISTS core.coded_service (
    received_id VARCHAR NOT NULL,
    line_number INTEGER NOT NULL,
    code_system VARCHAR,
    code VARCHAR,
    modifier1 VARCHAR, modifier2 VARCHAR, modifier3 VARCHAR, modifier4 VARCHAR,
    units DECIMAL(12, 3),
    unit_basis VARCHAR,
    unit_fee DECIMAL(14, 2),
    charge DECIMAL(14, 2),
    charge_source VARCHAR,
    crosswalk VARCHAR
);
COMMENT ON TABLE core.coded_service IS 'One row per service line as it goes on the claim; code NULL where nothing maps it.';
COMMENT ON COLUMN core.coded_service.received_id IS 'Encounter received (core.encounter).';
COMMENT ON COLUMN core.coded_service.line_number IS 'Line of the encounter (core.service).';
COMMENT ON COLUMN core.coded_service.code IS 'Procedure code for the claim; NULL where nothing maps the item.';
COMMENT ON COLUMN core.coded_service.modifier1 IS 'First procedure modifier.';
COMMENT ON COLUMN core.coded_service.modifier2 IS 'Second procedure modifier.';
COMMENT ON COLUMN core.coded_service.modifier3 IS 'Third procedure modifier.';
COMMENT ON COLUMN core.coded_service.modifier4 IS 'Fourth procedure modifier.';
COMMENT ON COLUMN core.coded_service.units IS 'Units of service, or minutes of anesthesia.';
COMMENT ON COLUMN core.coded_service.unit_basis IS 'UN units or MJ minutes (X12 element 355).';
COMMENT ON COLUMN core.coded_service.unit_fee IS 'Fee for one unit, dollars; NULL where no fee is known.';
COMMENT ON COLUMN core.coded_service.code_system IS 'CPT or HCPCS.';
COMMENT ON COLUMN core.coded_service.charge IS 'Line charge in dollars; NULL where no fee is known.';
COMMENT ON COLUMN core.coded_service.charge_source IS 'fee_schedule or as_sent.';
COMMENT ON COLUMN core.coded_service.crosswalk IS 'Charge-master row used: system:code from day; NULL when the code was billable as sent.';

CREATE TABLE IF NOT EXISTS core.edit_finding (
    received_id VARCHAR NOT NULL,
    line_number INTEGER,
    edit_id VARCHAR NOT NULL,
    edit_hash VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    code_sets VARCHAR NOT NULL,
    found_on DATE NOT NULL
);
COMMENT ON TABLE core.edit_finding IS 'One row per encounter or line and edit that fired, with the edit''s content hash.';
COMMENT ON COLUMN core.edit_finding.received_id IS 'Encounter received (core.encounter).';
COMMENT ON COLUMN core.edit_finding.line_number IS 'Service line concerned; NULL for the whole encounter.';
COMMENT ON COLUMN core.edit_finding.message IS 'What is wrong, in words, without patient data.';
COMMENT ON COLUMN core.edit_finding.found_on IS 'Business day of the night that found it.';
COMMENT ON COLUMN core.edit_finding.edit_id IS 'Id in the head of the file in sql/edits, or a coding reason (coding_…).';
COMMENT ON COLUMN core.edit_finding.edit_hash IS 'First 16 digits of the sha256 of the edit''s SQL.';
COMMENT ON COLUMN core.edit_finding.severity IS 'hold: not billed until resolved; warn: billed, shown; overridden: would hold, but a person decided otherwise (core.edit_override).';
COMMENT ON COLUMN core.edit_finding.code_sets IS 'Versions of the code sets that the edit judges by, for the day of service: what it was judged under; none for an edit that reads no code set.';
