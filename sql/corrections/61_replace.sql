-- id: replace
-- title: Claims that corrected ones will replace are no longer live
-- reads: verdict, turn_correction, again

-- one row per claim replaced by a decision of this turn
CREATE OR REPLACE TEMP TABLE replaced AS
SELECT
    t.correction_id,
    t.claim_id,
    a.billed_id,
    a.received_id,
    t.decided_on,
    t.source_file,
    t.source_line,
    (
        SELECT arg_max(s.claim_number, s.sequence) FROM core.claim_submission AS s
        WHERE s.claim_id = t.claim_id
    ) AS claim_number
FROM turn_correction AS t
INNER JOIN verdict AS v ON t.correction_id = v.correction_id
INNER JOIN again AS a ON t.correction_id = a.correction_id
WHERE t.kind = 'replace' AND v.fault IS NULL;

INSERT INTO core.claim_event BY NAME
SELECT
    'replaced:' || r.correction_id AS event_id,
    r.claim_id,
    r.claim_number,
    'replaced' AS event,
    'replaced' AS outcome,
    'us' AS source,
    r.decided_on AS event_on,
    getvariable('business_day') AS recorded_on,
    r.source_file,
    r.source_line AS source_position
FROM replaced AS r
ORDER BY r.claim_id;

-- The claims for later payers that were made beside it go with it: what they were left rests on what it said.
UPDATE core.claim
SET live = FALSE, replaced_on = getvariable('business_day')
WHERE live AND received_id IN (SELECT r.billed_id FROM replaced AS r);
