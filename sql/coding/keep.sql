-- Writes what was decided tonight where it differs from what is kept, so that a night without news writes nothing.
-- The business day is in the variable `day`.

UPDATE core.diagnosis
SET coded_code = c.coded_code
FROM coding_diagnosis AS c
WHERE
    core.diagnosis.received_id = c.received_id
    AND core.diagnosis.sequence = c.sequence
    AND core.diagnosis.coded_code IS DISTINCT FROM c.coded_code;

CREATE OR REPLACE TEMP TABLE coding_line AS
-- one row per service line under evaluation, with the columns of core.coded_service
SELECT
    received_id,
    line_number,
    code_system,
    code,
    modifier1,
    modifier2,
    modifier3,
    modifier4,
    units,
    unit_basis,
    unit_fee,
    CASE WHEN code IS NOT NULL THEN charge END AS charge,
    charge_source,
    crosswalk
FROM coding_service;

CREATE OR REPLACE TEMP TABLE coding_changed AS
-- one row per encounter whose coded lines differ from those kept
WITH kept AS (
    SELECT k.*
    FROM core.coded_service AS k
    INNER JOIN edit_encounter AS e ON k.received_id = e.received_id
)

SELECT DISTINCT coalesce(l.received_id, k.received_id) AS received_id
FROM coding_line AS l
FULL OUTER JOIN kept AS k ON l.received_id = k.received_id AND l.line_number = k.line_number
WHERE l IS DISTINCT FROM k;

DELETE FROM core.coded_service
WHERE received_id IN (SELECT received_id FROM coding_changed);

INSERT INTO core.coded_service BY NAME
SELECT l.*
FROM coding_line AS l
INNER JOIN coding_changed AS c ON l.received_id = c.received_id
ORDER BY l.received_id, l.line_number;

DELETE FROM core.edit_finding
WHERE
    received_id IN (SELECT received_id FROM edit_encounter)
    AND NOT EXISTS (
        SELECT 1
        FROM edit_judged AS n
        WHERE
            n.received_id = core.edit_finding.received_id
            AND n.line_number IS NOT DISTINCT FROM core.edit_finding.line_number
            AND n.edit_id = core.edit_finding.edit_id
            AND n.edit_hash = core.edit_finding.edit_hash
            AND n.severity = core.edit_finding.severity
            AND n.message = core.edit_finding.message
            AND n.code_sets = core.edit_finding.code_sets
    );

INSERT INTO core.edit_finding BY NAME
SELECT
    n.received_id,
    n.line_number,
    n.edit_id,
    n.edit_hash,
    n.severity,
    n.message,
    n.code_sets,
    getvariable('day') AS found_on
FROM edit_judged AS n
ANTI JOIN core.edit_finding AS k
    ON
        n.received_id = k.received_id
        AND n.line_number IS NOT DISTINCT FROM k.line_number
        AND n.edit_id = k.edit_id
        AND n.message = k.message
ORDER BY n.received_id, n.line_number, n.edit_id, n.message;

INSERT INTO core.encounter_event BY NAME
SELECT
    v.received_id,
    getvariable('day') AS on_day,
    v.state,
    v.reason_code,
    v.reason
FROM coding_verdict AS v
INNER JOIN core.encounter AS e ON v.received_id = e.received_id
WHERE (v.state, v.reason_code, v.reason) IS DISTINCT FROM (e.state, e.reason_code, e.reason)
ORDER BY v.received_id;

UPDATE core.encounter
SET
    state = v.state,
    reason_code = v.reason_code,
    reason = v.reason,
    state_since = CASE WHEN core.encounter.state = v.state THEN core.encounter.state_since ELSE getvariable('day') END
FROM coding_verdict AS v
WHERE
    core.encounter.received_id = v.received_id
    AND (v.state, v.reason_code, v.reason)
    IS DISTINCT FROM (core.encounter.state, core.encounter.reason_code, core.encounter.reason);
