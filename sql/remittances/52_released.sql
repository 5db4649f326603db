-- id: released
-- title: Remitted claims whose status follows from a decision
-- reads: retaken, decision, placed
-- one row per remitted claim that was judged again and has another status
INSERT INTO core.remit_event BY NAME
SELECT
    d.correction_id || ':' || t.remit_claim_id AS event_id,
    t.remittance_id,
    t.remit_claim_id,
    d.action,
    t.status AS status_before,
    p.status,
    d.correction_id,
    getvariable('business_day') AS status_on
FROM retaken AS t
INNER JOIN placed AS p ON t.remit_claim_id = p.remit_claim_id
INNER JOIN decision AS d
    ON
        t.remittance_id = d.remittance_id
        AND (d.outcome = 'post_whole' OR (d.outcome = 'post_claim' AND t.remit_claim_id = d.remit_claim_id))
WHERE d.fault IS NULL
ORDER BY event_id;
