-- What coders decided about encounters that wait, by correction files (data_contracts/corrections.py, kind coding).

CREATE TABLE IF NOT EXISTS core.edit_override (
    correction_id VARCHAR NOT NULL,
    received_id VARCHAR NOT NULL,
    line_number INTEGER,
    edit_id VARCHAR NOT NULL,
    edit_hash VARCHAR NOT NULL,
    code_sets VARCHAR NOT NULL,
    message VARCHAR NOT NULL
);
COMMENT ON TABLE core.edit_override IS 'One row per finding that a person overrode. It holds nothing as long as the edit says the same under the same wording and code set versions.';
COMMENT ON COLUMN core.edit_override.correction_id IS 'Decision (core.correction): who, when and why.';
COMMENT ON COLUMN core.edit_override.received_id IS 'Encounter received (core.encounter).';
COMMENT ON COLUMN core.edit_override.line_number IS 'Service line of the finding; NULL for the whole encounter.';
COMMENT ON COLUMN core.edit_override.edit_id IS 'Edit that was overridden.';
COMMENT ON COLUMN core.edit_override.edit_hash IS 'Wording of the edit then: first 16 digits of the sha256 of its SQL.';
COMMENT ON COLUMN core.edit_override.code_sets IS 'Code set versions of the finding; under others the override is over.';
COMMENT ON COLUMN core.edit_override.message IS 'The finding, in words, without patient data.';

CREATE TABLE IF NOT EXISTS core.code_decision (
    correction_id VARCHAR NOT NULL,
    received_id VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    code_system VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    modifiers VARCHAR,
    decided_order BIGINT NOT NULL
);
COMMENT ON TABLE core.code_decision IS 'One row per code that a coder put in the place of what was sent or assigned; the last one for a part counts.';
COMMENT ON COLUMN core.code_decision.correction_id IS 'Decision (core.correction): who, when and why.';
COMMENT ON COLUMN core.code_decision.received_id IS 'Encounter received (core.encounter).';
COMMENT ON COLUMN core.code_decision.part IS 'service, diagnosis or place (of service, for the whole encounter).';
COMMENT ON COLUMN core.code_decision.number IS 'Line of the service, or sequence of the diagnosis; 0 for the place.';
COMMENT ON COLUMN core.code_decision.code_system IS 'CPT, HCPCS, ICD10CM, ICD9CM or POS.';
COMMENT ON COLUMN core.code_decision.code IS 'Code that goes on the claim, without dot.';
COMMENT ON COLUMN core.code_decision.modifiers IS 'Modifiers of a service with a colon between them, in place of all others; NULL: those it had.';
COMMENT ON COLUMN core.code_decision.decided_order IS 'Place among all decisions of the client.';
