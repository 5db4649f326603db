-- id: again
-- title: Visits that go on a new claim in the next night: those of replaced claims, and those of voided ones that are billed anew
-- reads: verdict, turn_correction, again

-- one row per version of a visit whose state changes by a decision of this turn: the version to bill is coded again, the
-- version billed before it, where the practice has sent another one since, is not billable any more
CREATE OR REPLACE TEMP TABLE restated AS
SELECT
    a.received_id,
    'held_coding' AS state,
    CASE t.kind WHEN 'replace' THEN 'replacement' ELSE 'rebill' END AS reason_code,
    CASE t.kind
        WHEN 'replace' THEN 'its claim is made anew in the next night, by a correction'
        ELSE 'it is billed anew in the next night, by a correction'
    END AS reason
FROM again AS a
INNER JOIN turn_correction AS t ON a.correction_id = t.correction_id
INNER JOIN verdict AS v ON a.correction_id = v.correction_id AND v.fault IS NULL
UNION
SELECT
    a.billed_id AS received_id,
    'not_billable' AS state,
    CASE t.kind WHEN 'replace' THEN 'replaced' ELSE 'superseded' END AS reason_code,
    'the practice has sent a newer version, which is billed by a correction' AS reason
FROM again AS a
INNER JOIN turn_correction AS t ON a.correction_id = t.correction_id
INNER JOIN verdict AS v ON a.correction_id = v.correction_id AND v.fault IS NULL
WHERE a.billed_id <> a.received_id;

UPDATE core.encounter
SET
    state = r.state,
    reason_code = r.reason_code,
    reason = r.reason,
    state_since = getvariable('business_day')
FROM restated AS r
WHERE core.encounter.received_id = r.received_id;

INSERT INTO core.encounter_event BY NAME
SELECT e.received_id, e.state_since AS on_day, e.state, e.reason_code, e.reason
FROM core.encounter AS e
INNER JOIN restated AS r ON e.received_id = r.received_id
ORDER BY e.received_id;
