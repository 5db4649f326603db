-- Writes what was decided tonight where it differs from what is kept, so that a night without news writes nothing.
-- The business day is in the variable `day`.

UPDATE core.diagnosis
SET coded_code = c.coded_code
FROM coding_diagnosis AS c
WHERE
    core.diagnosis.received_id = c.received_id
    AND core.diagnosis.sequence = c.sequence
    AND core.diagnosis.coded_code IS DISTINCT FROM c.coded_code;

UPDATE core.diagnosis
SET coded_position = o.position
FROM coding_diagnosis AS c
LEFT JOIN coding_order AS o ON c.received_id = o.received_id AND c.coded_code = o.code
WHERE
    core.diagnosis.received_id = c.received_id
    AND core.diagnosis.sequence = c.sequence
    AND core.diagnosis.coded_position IS DISTINCT FROM o.position;

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
    crosswalk,
    revenue_code
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

-- The order of diagnoses is told once, when it is first another than the practice's.
INSERT INTO core.encounter_event BY NAME
SELECT
    a.received_id,
    getvariable('day') AS on_day,
    e.state,
    'diagnoses_ordered' AS reason_code,
    concat('Diagnoses in order: ', a.fact) AS reason
FROM coding_assigned AS a
INNER JOIN core.encounter AS e ON a.received_id = e.received_id
ANTI JOIN core.coding_assignment AS k
    ON a.received_id = k.received_id AND a.field = k.field AND a.value = k.value
WHERE a.field = 'diagnosis_order'
ORDER BY a.received_id;

DELETE FROM core.coding_assignment AS k
WHERE
    k.received_id IN (SELECT e.received_id FROM edit_encounter AS e)
    AND NOT EXISTS (
        SELECT 1
        FROM coding_assigned AS a
        WHERE
            a.received_id = k.received_id
            AND a.line_number IS NOT DISTINCT FROM k.line_number
            AND a.field = k.field
            AND a.value IS NOT DISTINCT FROM k.value
            AND a.is_assigned = k.is_assigned
            AND a.fact = k.fact
            AND a.rule = k.rule
            AND a.source = k.source
    );

INSERT INTO core.coding_assignment BY NAME
SELECT
    a.*,
    getvariable('day') AS assigned_on
FROM coding_assigned AS a
ANTI JOIN core.coding_assignment AS k
    ON
        a.received_id = k.received_id
        AND a.line_number IS NOT DISTINCT FROM k.line_number
        AND a.field = k.field
ORDER BY a.received_id, a.line_number, a.field;

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
