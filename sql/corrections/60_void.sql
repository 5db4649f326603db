-- id: void
-- title: Voided claims are no longer live, and their encounters not billable
-- reads: verdict, turn_correction

-- one row per claim voided in this turn
CREATE OR REPLACE TEMP TABLE voided AS
SELECT
    t.correction_id,
    t.claim_id,
    t.received_id,
    t.decided_on,
    t.source_file,
    t.source_line,
    coalesce(
        (
            SELECT arg_max(s.claim_number, s.sequence) FROM core.claim_submission AS s
            WHERE s.claim_id = t.claim_id
        ),
        t.claim_id
    ) AS claim_number
FROM turn_correction AS t
INNER JOIN verdict AS v ON t.correction_id = v.correction_id
WHERE t.kind = 'void' AND v.fault IS NULL;

UPDATE core.claim SET live = FALSE
WHERE claim_id IN (SELECT v.claim_id FROM voided AS v);

UPDATE core.encounter
SET
    state = 'not_billable',
    reason_code = 'voided',
    reason = 'its claim was voided by a correction',
    state_since = getvariable('business_day')
WHERE received_id IN (SELECT v.received_id FROM voided AS v);

INSERT INTO core.encounter_event BY NAME
SELECT e.received_id, e.state_since AS on_day, e.state, e.reason_code, e.reason
FROM core.encounter AS e
INNER JOIN voided AS v ON e.received_id = v.received_id
ORDER BY e.received_id;

INSERT INTO core.claim_event BY NAME
SELECT
    'voided:' || v.correction_id AS event_id,
    v.claim_id,
    v.claim_number,
    'voided' AS event,
    'voided' AS outcome,
    'us' AS source,
    v.decided_on AS event_on,
    getvariable('business_day') AS recorded_on,
    v.source_file,
    v.source_line AS source_position
FROM voided AS v
ORDER BY v.claim_id;
