-- title: Append the diagnoses of encounters that kept the contract
-- reads: arriving, standing, sent_diagnoses (temporary)
-- one row per diagnosis

INSERT INTO core.diagnosis BY NAME
SELECT
    standing.received_id,
    try_cast(sent_diagnoses.sequence AS INTEGER) AS sequence,
    sent_diagnoses.code_system,
    sent_diagnoses.code,
    sent_diagnoses.description
FROM sent_diagnoses
INNER JOIN standing ON sent_diagnoses.encounter_id = standing.encounter_id AND standing.passed
ORDER BY standing.received_id, try_cast(sent_diagnoses.sequence AS INTEGER)
