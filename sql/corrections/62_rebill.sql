-- id: rebill
-- title: Encounters of voided claims that go on a new claim in the next night
-- reads: verdict, turn_correction

-- one row per encounter billed anew by a decision of this turn
CREATE OR REPLACE TEMP TABLE rebilled AS
SELECT DISTINCT t.received_id
FROM turn_correction AS t
INNER JOIN verdict AS v ON t.correction_id = v.correction_id
WHERE t.kind = 'rebill' AND v.fault IS NULL;

UPDATE core.encounter
SET
    state = 'held',
    reason_code = 'rebill',
    reason = 'it is billed anew in the next night, by a correction',
    state_since = getvariable('business_day')
WHERE received_id IN (SELECT r.received_id FROM rebilled AS r);

INSERT INTO core.encounter_event BY NAME
SELECT e.received_id, e.state_since AS on_day, e.state, e.reason_code, e.reason
FROM core.encounter AS e
INNER JOIN rebilled AS r ON e.received_id = r.received_id
ORDER BY e.received_id;
