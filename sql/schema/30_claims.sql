-- Claims, their submissions, and what was said about them.

CREATE TABLE IF NOT EXISTS core.claim (
    claim_id VARCHAR PRIMARY KEY,
    received_id VARCHAR NOT NULL,
    encounter_id VARCHAR NOT NULL,
    patient_id VARCHAR NOT NULL,
    party VARCHAR NOT NULL,
    payer_id VARCHAR,
    coverage_id VARCHAR,
    payer_priority INTEGER NOT NULL,
    billing_npi VARCHAR NOT NULL,
    billing_tax_id VARCHAR NOT NULL,
    rendering_npi VARCHAR,
    place_of_service VARCHAR NOT NULL,
    service_from DATE NOT NULL,
    service_to DATE NOT NULL,
    charge DECIMAL(14, 2) NOT NULL,
    patient_paid DECIMAL(14, 2) NOT NULL,
    created_on DATE NOT NULL,
    live BOOLEAN NOT NULL,
    origin VARCHAR NOT NULL DEFAULT 'encounter',
    generation INTEGER DEFAULT 0,
    replaces VARCHAR,
    replaced_on DATE
);
-- Warehouses made before the columns were.
ALTER TABLE core.claim ADD COLUMN IF NOT EXISTS generation INTEGER DEFAULT 0;
ALTER TABLE core.claim ADD COLUMN IF NOT EXISTS replaces VARCHAR;
ALTER TABLE core.claim ADD COLUMN IF NOT EXISTS replaced_on DATE;
-- The linter takes the parameters of a macro for types, which would be written small.
-- noqa: disable=CP05
-- Claims of one encounter and generation: those of its payers, side by side.
CREATE OR REPLACE MACRO core.family_of(received_id, generation) AS concat_ws('#', received_id, generation);
-- A claim that was replaced is no longer charged, but what its payer says of it still counts; of a voided one nothing does.
CREATE OR REPLACE MACRO core.not_voided(live, replaced_on) AS live OR replaced_on IS NOT NULL;
-- noqa: enable=CP05

COMMENT ON TABLE core.claim IS 'One row per encounter, responsible payer and billing identity.';
COMMENT ON COLUMN core.claim.received_id IS 'Encounter received (core.encounter).';
COMMENT ON COLUMN core.claim.encounter_id IS 'The practice''s own id of the visit.';
COMMENT ON COLUMN core.claim.patient_id IS 'The practice''s own id of the patient.';
COMMENT ON COLUMN core.claim.coverage_id IS 'Coverage that names the payer; NULL for self-pay.';
COMMENT ON COLUMN core.claim.billing_npi IS 'NPI of the billing provider on the service day.';
COMMENT ON COLUMN core.claim.billing_tax_id IS 'Tax ID of the billing provider on the service day.';
COMMENT ON COLUMN core.claim.rendering_npi IS 'NPI of who rendered the service.';
COMMENT ON COLUMN core.claim.place_of_service IS 'Place of service code, two digits.';
COMMENT ON COLUMN core.claim.service_from IS 'First day of service.';
COMMENT ON COLUMN core.claim.service_to IS 'Last day of service.';
COMMENT ON COLUMN core.claim.patient_paid IS 'Paid by the patient at the desk, dollars.';
COMMENT ON COLUMN core.claim.created_on IS 'Business day of the night that made it.';
COMMENT ON COLUMN core.claim.claim_id IS 'Client prefix and 14 characters of an HMAC of encounter, payer and billing identity; with the two-digit submission sequence it is CLM01.';
COMMENT ON COLUMN core.claim.party IS 'insurer or patient: who owes.';
COMMENT ON COLUMN core.claim.payer_id IS 'Payer of payers.yaml; NULL when the patient is responsible (self-pay).';
COMMENT ON COLUMN core.claim.payer_priority IS '1 primary, 2 secondary …; 0 self-pay.';
COMMENT ON COLUMN core.claim.charge IS 'Sum of the line charges.';
COMMENT ON COLUMN core.claim.live IS 'False once voided or replaced.';
COMMENT ON COLUMN core.claim.generation IS 'How many replacements of claims of its visit came before it; claims of one encounter and generation are those of its payers, side by side.';
COMMENT ON COLUMN core.claim.replaces IS 'Claim in whose place it comes: corrected at the payer (frequency 7), or rejected and sent again (frequency 1); NULL where there is none.';
COMMENT ON COLUMN core.claim.replaced_on IS 'Business day since which a corrected claim takes its place: it is no longer charged, but what its payer said of it stays and still comes; NULL otherwise.';
COMMENT ON COLUMN core.claim.origin IS 'encounter; or opening: open in the system before, taken over at go-live (core.opening_balance).';

CREATE TABLE IF NOT EXISTS core.claim_line (
    line_id VARCHAR PRIMARY KEY,
    claim_id VARCHAR NOT NULL,
    line_number INTEGER NOT NULL,
    source_line_number INTEGER NOT NULL,
    code_system VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    modifier1 VARCHAR, modifier2 VARCHAR, modifier3 VARCHAR, modifier4 VARCHAR,
    units DECIMAL(12, 3) NOT NULL,
    unit_basis VARCHAR NOT NULL,
    charge DECIMAL(14, 2) NOT NULL,
    service_from DATE NOT NULL,
    service_to DATE NOT NULL,
    diagnosis_pointers VARCHAR NOT NULL,
    ndc VARCHAR, ndc_units DECIMAL(12, 3), ndc_unit_basis VARCHAR
);
COMMENT ON TABLE core.claim_line IS 'One row per service line of a claim.';
COMMENT ON COLUMN core.claim_line.claim_id IS 'Claim of ours (core.claim).';
COMMENT ON COLUMN core.claim_line.source_line_number IS 'Line of the encounter that it comes from (core.service).';
COMMENT ON COLUMN core.claim_line.code_system IS 'CPT or HCPCS.';
COMMENT ON COLUMN core.claim_line.code IS 'Procedure code as billed.';
COMMENT ON COLUMN core.claim_line.modifier1 IS 'First procedure modifier.';
COMMENT ON COLUMN core.claim_line.modifier2 IS 'Second procedure modifier.';
COMMENT ON COLUMN core.claim_line.modifier3 IS 'Third procedure modifier.';
COMMENT ON COLUMN core.claim_line.modifier4 IS 'Fourth procedure modifier.';
COMMENT ON COLUMN core.claim_line.units IS 'Units of service, or minutes of anesthesia.';
COMMENT ON COLUMN core.claim_line.unit_basis IS 'UN units or MJ minutes (X12 element 355).';
COMMENT ON COLUMN core.claim_line.charge IS 'Charge of the line, dollars.';
COMMENT ON COLUMN core.claim_line.service_from IS 'First day of service.';
COMMENT ON COLUMN core.claim_line.service_to IS 'Last day of service.';
COMMENT ON COLUMN core.claim_line.ndc IS 'National Drug Code, 11 digits.';
COMMENT ON COLUMN core.claim_line.ndc_units IS 'Quantity of the drug.';
COMMENT ON COLUMN core.claim_line.ndc_unit_basis IS 'Unit of that quantity: UN, ML, GR, F2, ME.';
COMMENT ON COLUMN core.claim_line.line_id IS 'REF 6R on the claim and the remittance: claim_id, L, two-digit line number; unique in the company.';
COMMENT ON COLUMN core.claim_line.line_number IS 'LX01 on the claim, from 1 without gaps.';
COMMENT ON COLUMN core.claim_line.diagnosis_pointers IS 'Positions in the claim''s diagnoses (core.claim_diagnosis.position), separated by a colon.';

CREATE TABLE IF NOT EXISTS core.claim_diagnosis (
    claim_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    code VARCHAR NOT NULL
);
COMMENT ON TABLE core.claim_diagnosis IS 'One row per diagnosis on a claim, in order (at most 12), without the dot: ICD-10-CM, for days before 2015-10-01 ICD-9-CM.';
COMMENT ON COLUMN core.claim_diagnosis.claim_id IS 'Claim of ours (core.claim).';
COMMENT ON COLUMN core.claim_diagnosis.position IS 'Place on the claim; the first is the principal diagnosis.';
COMMENT ON COLUMN core.claim_diagnosis.code IS 'ICD-10-CM code without the dot; ICD-9-CM on claims for days before 2015-10-01.';

CREATE TABLE IF NOT EXISTS core.claim_submission (
    claim_number VARCHAR PRIMARY KEY,
    claim_id VARCHAR NOT NULL,
    sequence INTEGER NOT NULL,
    frequency VARCHAR NOT NULL,
    claim_file VARCHAR NOT NULL,
    isa_control VARCHAR NOT NULL,
    gs_control VARCHAR NOT NULL,
    st_control VARCHAR NOT NULL,
    charge DECIMAL(14, 2) NOT NULL,
    submitted_on DATE NOT NULL
);
COMMENT ON TABLE core.claim_submission IS 'One row per claim sent in a file: what CLM01 names.';
COMMENT ON COLUMN core.claim_submission.claim_id IS 'Claim of ours (core.claim).';
COMMENT ON COLUMN core.claim_submission.sequence IS '1 for the first submission of the claim, then 2 …';
COMMENT ON COLUMN core.claim_submission.isa_control IS 'ISA13: control number of the interchange.';
COMMENT ON COLUMN core.claim_submission.gs_control IS 'GS06: control number of the functional group.';
COMMENT ON COLUMN core.claim_submission.st_control IS 'ST02: control number of the transaction set.';
COMMENT ON COLUMN core.claim_submission.charge IS 'Charge as sent, dollars.';
COMMENT ON COLUMN core.claim_submission.submitted_on IS 'Business day of the night that wrote the file.';
COMMENT ON COLUMN core.claim_submission.claim_number IS 'CLM01: claim_id and the two-digit sequence, at most 20 characters A-Z 0-9.';
COMMENT ON COLUMN core.claim_submission.frequency IS 'CLM05-3: 1 original, 7 replacement, 8 void.';
COMMENT ON COLUMN core.claim_submission.claim_file IS 'File in outbox/claims.';

CREATE TABLE IF NOT EXISTS core.claim_file (
    claim_file VARCHAR PRIMARY KEY,
    route VARCHAR NOT NULL,
    isa_control VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    claims BIGINT NOT NULL,
    charge DECIMAL(14, 2) NOT NULL,
    created_on DATE NOT NULL,
    released BOOLEAN NOT NULL
);
COMMENT ON TABLE core.claim_file IS 'One row per 837P file written: one interchange per payer route and night.';
COMMENT ON COLUMN core.claim_file.claim_file IS 'Name of the file in outbox/claims.';
COMMENT ON COLUMN core.claim_file.route IS 'Route of payers.yaml that it goes by.';
COMMENT ON COLUMN core.claim_file.isa_control IS 'ISA13: control number of the interchange.';
COMMENT ON COLUMN core.claim_file.content_sha256 IS 'sha256 of the file, its name in the vault.';
COMMENT ON COLUMN core.claim_file.bytes IS 'Size in bytes.';
COMMENT ON COLUMN core.claim_file.claims IS 'Claims in it.';
COMMENT ON COLUMN core.claim_file.charge IS 'Sum of the charges of its claims, dollars.';
COMMENT ON COLUMN core.claim_file.created_on IS 'Business day of the night that wrote it.';
COMMENT ON COLUMN core.claim_file.released IS 'True once the file was put into the outbox; the bytes stay in the vault.';

CREATE TABLE IF NOT EXISTS core.claim_event (
    event_id VARCHAR PRIMARY KEY,
    claim_id VARCHAR NOT NULL,
    claim_number VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    category_code VARCHAR,
    status_code VARCHAR,
    entity_code VARCHAR,
    payer_claim_number VARCHAR,
    event_on DATE NOT NULL,
    recorded_on DATE NOT NULL,
    source_file VARCHAR,
    source_position BIGINT,
    message VARCHAR
);
COMMENT ON TABLE core.claim_event IS 'One row per thing said of a claim: submitted, TA1, 999, 277CA, remittance.';
COMMENT ON COLUMN core.claim_event.event_id IS 'Made from what was said and where: the same word is one row.';
COMMENT ON COLUMN core.claim_event.claim_id IS 'Claim of ours (core.claim).';
COMMENT ON COLUMN core.claim_event.claim_number IS 'Submission spoken of (core.claim_submission).';
COMMENT ON COLUMN core.claim_event.source_file IS 'sha256 of the file it came in (core.received_file).';
COMMENT ON COLUMN core.claim_event.source_position IS 'Byte offset of the segment in the file.';
COMMENT ON COLUMN core.claim_event.message IS 'What was said, in words, where the sender gives any.';
COMMENT ON COLUMN core.claim_event.event IS 'submitted, ta1, 999, 277ca, remittance; voided or replaced by a person.';
COMMENT ON COLUMN core.claim_event.outcome IS 'submitted; voided; replaced; accepted, accepted_with_errors, rejected (never denied); paid, denied, reversed for a remittance; pending.';
COMMENT ON COLUMN core.claim_event.source IS 'us, clearinghouse or payer.';
COMMENT ON COLUMN core.claim_event.category_code IS 'STC01-1 (A1, A2, A3, A6, A7, A8 …), IK5 or TA104 code, CLP02.';
COMMENT ON COLUMN core.claim_event.status_code IS 'STC01-2.';
COMMENT ON COLUMN core.claim_event.entity_code IS 'STC01-3.';
COMMENT ON COLUMN core.claim_event.payer_claim_number IS 'REF 1K or CLP07: the payer''s control number.';
COMMENT ON COLUMN core.claim_event.event_on IS 'Day the sender gives.';
COMMENT ON COLUMN core.claim_event.recorded_on IS 'Business day of the night that took it in.';

CREATE TABLE IF NOT EXISTS core.acknowledgement (
    acknowledgement_id VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    isa_control VARCHAR,
    gs_control VARCHAR,
    st_control VARCHAR,
    claim_number VARCHAR,
    code VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    matched_claims BIGINT NOT NULL,
    event_on DATE,
    recorded_on DATE NOT NULL,
    source_file VARCHAR NOT NULL,
    source_position BIGINT NOT NULL
);
COMMENT ON TABLE core.acknowledgement IS 'One row per answer in a TA1 (interchange), 999 (transaction set) or 277CA (claim).';
COMMENT ON COLUMN core.acknowledgement.acknowledgement_id IS 'Made from what is said of what: the same answer is one row.';
COMMENT ON COLUMN core.acknowledgement.kind IS 'ta1, 999 or 277ca.';
COMMENT ON COLUMN core.acknowledgement.level IS 'What it speaks of: interchange, group, set, receiver, provider, claim or line.';
COMMENT ON COLUMN core.acknowledgement.isa_control IS 'ISA13: control number of the interchange.';
COMMENT ON COLUMN core.acknowledgement.gs_control IS 'GS06: control number of the functional group.';
COMMENT ON COLUMN core.acknowledgement.st_control IS 'ST02: control number of the transaction set.';
COMMENT ON COLUMN core.acknowledgement.claim_number IS 'Claim number that a 277CA answers, as received.';
COMMENT ON COLUMN core.acknowledgement.code IS 'TA104, IK501, AK901 or STC01-1.';
COMMENT ON COLUMN core.acknowledgement.outcome IS 'accepted, accepted_with_errors, rejected or pending.';
COMMENT ON COLUMN core.acknowledgement.source IS 'clearinghouse or payer.';
COMMENT ON COLUMN core.acknowledgement.event_on IS 'Day the sender gives.';
COMMENT ON COLUMN core.acknowledgement.recorded_on IS 'Business day of the night that took it in.';
COMMENT ON COLUMN core.acknowledgement.source_file IS 'sha256 of the file it came in (core.received_file).';
COMMENT ON COLUMN core.acknowledgement.source_position IS 'Byte offset of its segment in the file.';
COMMENT ON COLUMN core.acknowledgement.matched_claims IS 'Claims of ours it speaks of; 0 is listed as a problem.';
