-- What was suggested for diagnoses that came as text (code_system TEXT).

CREATE TABLE IF NOT EXISTS core.diagnosis_suggestion (
    received_id VARCHAR NOT NULL,
    sequence INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    score DECIMAL(5, 4) NOT NULL,
    why VARCHAR NOT NULL,
    code_sets VARCHAR NOT NULL
);
COMMENT ON TABLE core.diagnosis_suggestion IS 'One row per candidate for a diagnosis that came as text, best first; a coder decides, or the client''s accept_suggestion.';
COMMENT ON COLUMN core.diagnosis_suggestion.received_id IS 'Encounter received (core.encounter).';
COMMENT ON COLUMN core.diagnosis_suggestion.sequence IS 'Diagnosis of the encounter (core.diagnosis).';
COMMENT ON COLUMN core.diagnosis_suggestion.rank IS '1 for the best candidate.';
COMMENT ON COLUMN core.diagnosis_suggestion.code IS 'ICD-10-CM code without the dot, billable on the day of service.';
COMMENT ON COLUMN core.diagnosis_suggestion.description IS 'Its description in the code set.';
COMMENT ON COLUMN core.diagnosis_suggestion.score IS 'From 0 to 1: how well text and code agree; no probability.';
COMMENT ON COLUMN core.diagnosis_suggestion.why IS 'The wording of the code set that agrees, and the rules that chose.';
COMMENT ON COLUMN core.diagnosis_suggestion.code_sets IS 'Release of ICD-10-CM that was asked.';
