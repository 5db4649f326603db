-- What the clinician recorded as facts (data_contracts/datasets/documented.py), and what coding assigned by them.

ALTER TABLE raw.encounters ADD COLUMN IF NOT EXISTS total_minutes VARCHAR;
ALTER TABLE raw.encounters ADD COLUMN IF NOT EXISTS mdm_problems VARCHAR;
ALTER TABLE raw.encounters ADD COLUMN IF NOT EXISTS mdm_data VARCHAR;
ALTER TABLE raw.encounters ADD COLUMN IF NOT EXISTS mdm_risk VARCHAR;
ALTER TABLE raw.encounters ADD COLUMN IF NOT EXISTS patient_status VARCHAR;
ALTER TABLE raw.encounters ADD COLUMN IF NOT EXISTS modality VARCHAR;
ALTER TABLE raw.encounters ADD COLUMN IF NOT EXISTS patient_location VARCHAR;
ALTER TABLE raw.services ADD COLUMN IF NOT EXISTS start_time VARCHAR;
ALTER TABLE raw.services ADD COLUMN IF NOT EXISTS stop_time VARCHAR;
ALTER TABLE raw.services ADD COLUMN IF NOT EXISTS dose_quantity VARCHAR;
ALTER TABLE raw.services ADD COLUMN IF NOT EXISTS dose_unit VARCHAR;
ALTER TABLE raw.services ADD COLUMN IF NOT EXISTS wasted_quantity VARCHAR;
ALTER TABLE raw.services ADD COLUMN IF NOT EXISTS container VARCHAR;

ALTER TABLE core.encounter ADD COLUMN IF NOT EXISTS total_minutes INTEGER;
ALTER TABLE core.encounter ADD COLUMN IF NOT EXISTS mdm_problems INTEGER;
ALTER TABLE core.encounter ADD COLUMN IF NOT EXISTS mdm_data INTEGER;
ALTER TABLE core.encounter ADD COLUMN IF NOT EXISTS mdm_risk INTEGER;
ALTER TABLE core.encounter ADD COLUMN IF NOT EXISTS patient_status VARCHAR;
ALTER TABLE core.encounter ADD COLUMN IF NOT EXISTS modality VARCHAR;
ALTER TABLE core.encounter ADD COLUMN IF NOT EXISTS patient_location VARCHAR;
COMMENT ON COLUMN core.encounter.total_minutes IS 'Minutes of the clinician on the day of the visit, as documented.';
COMMENT ON COLUMN core.encounter.mdm_problems IS 'Grade of the problems addressed, 1 (least) to 4.';
COMMENT ON COLUMN core.encounter.mdm_data IS 'Grade of the data reviewed, 1 to 4.';
COMMENT ON COLUMN core.encounter.mdm_risk IS 'Grade of the risk of management, 1 to 4.';
COMMENT ON COLUMN core.encounter.patient_status IS 'new or established, as the practice says; NULL where it does not.';
COMMENT ON COLUMN core.encounter.modality IS 'in_person, video or audio; NULL where the practice does not say.';
COMMENT ON COLUMN core.encounter.patient_location IS 'home or elsewhere: where the patient was at a visit at a distance.';

ALTER TABLE core.service ADD COLUMN IF NOT EXISTS start_time VARCHAR;
ALTER TABLE core.service ADD COLUMN IF NOT EXISTS stop_time VARCHAR;
ALTER TABLE core.service ADD COLUMN IF NOT EXISTS dose_quantity DECIMAL(12, 3);
ALTER TABLE core.service ADD COLUMN IF NOT EXISTS dose_unit VARCHAR;
ALTER TABLE core.service ADD COLUMN IF NOT EXISTS wasted_quantity DECIMAL(12, 3);
ALTER TABLE core.service ADD COLUMN IF NOT EXISTS container VARCHAR;
COMMENT ON COLUMN core.service.start_time IS 'Time of day when the service began, HH:MM.';
COMMENT ON COLUMN core.service.stop_time IS 'Time of day when it ended; before start_time it is of the next day.';
COMMENT ON COLUMN core.service.dose_quantity IS 'Dose of the drug given, in dose_unit.';
COMMENT ON COLUMN core.service.dose_unit IS 'MCG, MG, G, ML, L, UNIT, UCI, MCI or MEQ.';
COMMENT ON COLUMN core.service.wasted_quantity IS 'What was discarded of a single-dose container, in dose_unit.';
COMMENT ON COLUMN core.service.container IS 'single_dose or multiple_dose.';

ALTER TABLE core.coded_service ADD COLUMN IF NOT EXISTS revenue_code VARCHAR;
COMMENT ON COLUMN core.coded_service.revenue_code IS 'Revenue code of the crosswalk row; only institutional claims carry it.';
ALTER TABLE core.diagnosis ADD COLUMN IF NOT EXISTS coded_position INTEGER;
COMMENT ON COLUMN core.diagnosis.coded_position IS 'Place on the claim, from 1; a code that comes twice has one place; NULL until coded.';

CREATE TABLE IF NOT EXISTS core.coding_assignment (
    received_id VARCHAR NOT NULL,
    line_number INTEGER,
    field VARCHAR NOT NULL,
    value VARCHAR,
    is_assigned BOOLEAN NOT NULL,
    fact VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    assigned_on DATE NOT NULL
);
COMMENT ON TABLE core.coding_assignment IS 'One row per value that a rule found from documented facts: put on the claim where the practice left it open, else only compared with what it billed.';
COMMENT ON COLUMN core.coding_assignment.received_id IS 'Encounter received (core.encounter).';
COMMENT ON COLUMN core.coding_assignment.line_number IS 'Service line; NULL for the whole encounter.';
COMMENT ON COLUMN core.coding_assignment.field IS 'visit_code, prolonged_code, prolonged_units, drug_units, timed_units, anesthesia_minutes, modifier, place_of_service or diagnosis_order.';
COMMENT ON COLUMN core.coding_assignment.value IS 'What the facts come to; NULL where they do not decide.';
COMMENT ON COLUMN core.coding_assignment.is_assigned IS 'True: it goes on the claim. False: the practice billed this itself, and the value is only compared.';
COMMENT ON COLUMN core.coding_assignment.fact IS 'The facts that decided, or what is missing, in words.';
COMMENT ON COLUMN core.coding_assignment.rule IS 'Rule table (data_contracts/rules), SQL file, or action of a correction that decided.';
COMMENT ON COLUMN core.coding_assignment.source IS 'Where the rule stands, with its date.';
COMMENT ON COLUMN core.coding_assignment.assigned_on IS 'Business day of the night that found it.';
