-- What each night did and proved.

CREATE TABLE IF NOT EXISTS core.night (
    night DATE NOT NULL,
    run INTEGER NOT NULL,
    finished BOOLEAN NOT NULL,
    software_version VARCHAR NOT NULL,
    configuration_hash VARCHAR NOT NULL,
    PRIMARY KEY (night, run)
);
COMMENT ON TABLE core.night IS 'One row per run of a client''s night that changed something.';
COMMENT ON COLUMN core.night.night IS 'Business day of the night.';
COMMENT ON COLUMN core.night.software_version IS 'Version of this software that ran.';
COMMENT ON COLUMN core.night.configuration_hash IS 'Hash of settings, rules, edits and other files that decide; their bytes are in the vault.';
COMMENT ON COLUMN core.night.run IS '1 for the first run of a day, then 2 …: a later run of the same day with new input.';
COMMENT ON COLUMN core.night.finished IS 'True once claim files were released, the inbox cleared and the published file swapped.';

CREATE TABLE IF NOT EXISTS core.stage_count (
    night DATE NOT NULL,
    run INTEGER NOT NULL,
    stage VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    count BIGINT NOT NULL
);
COMMENT ON TABLE core.stage_count IS 'One row per night, stage and thing it counted.';
COMMENT ON COLUMN core.stage_count.night IS 'Business day of the night.';
COMMENT ON COLUMN core.stage_count.run IS 'Run of that day.';
COMMENT ON COLUMN core.stage_count.stage IS 'Stage of the night.';
COMMENT ON COLUMN core.stage_count.measure IS 'What was counted.';
COMMENT ON COLUMN core.stage_count.count IS 'How many.';

CREATE TABLE IF NOT EXISTS core.law_result (
    night DATE NOT NULL,
    law VARCHAR NOT NULL,
    offenders INTEGER NOT NULL,
    PRIMARY KEY (night, law)
);
COMMENT ON TABLE core.law_result IS 'One row per night and check of a law; a night with offenders is rolled back and never published.';
COMMENT ON COLUMN core.law_result.night IS 'Business day of the night.';
COMMENT ON COLUMN core.law_result.law IS 'Check: a file of sql/checks.';
COMMENT ON COLUMN core.law_result.offenders IS 'Rows the check found; 0 in every night that was kept.';

CREATE TABLE IF NOT EXISTS marts.ar_aging (
    as_of DATE NOT NULL,
    basis VARCHAR NOT NULL,
    party VARCHAR NOT NULL,
    payer_id VARCHAR,
    bucket VARCHAR NOT NULL,
    claims BIGINT NOT NULL,
    amount DECIMAL(14, 2) NOT NULL
);
COMMENT ON TABLE marts.ar_aging IS 'One row per night (as_of), basis, party, payer and age bucket that is not empty; for every as_of and basis the amounts sum to the A/R of that day.';
COMMENT ON COLUMN marts.ar_aging.payer_id IS 'Payer that owes; NULL for patients.';
COMMENT ON COLUMN marts.ar_aging.as_of IS 'Business day whose books these are.';
COMMENT ON COLUMN marts.ar_aging.basis IS 'Day the age is counted from: service, billed, posted or responsibility.';
COMMENT ON COLUMN marts.ar_aging.party IS 'insurer or patient.';
COMMENT ON COLUMN marts.ar_aging.bucket IS '0-30, 31-60, 61-90, 91-120, 121+, credit (balance below zero) or future (base day after as_of).';
COMMENT ON COLUMN marts.ar_aging.claims IS 'Claims with a balance in the bucket.';
COMMENT ON COLUMN marts.ar_aging.amount IS 'Open dollars.';
