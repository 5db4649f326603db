-- id: decide
-- title: Take in the decisions that were not refused, and answer all of them
-- reads: decision
-- one row per decision and thing decided (core.remit_event); claims that are judged again follow in 52_released

INSERT INTO core.remit_event BY NAME
SELECT
    d.correction_id || ':' || coalesce(d.provider_adjustment_id, CASE
        WHEN d.outcome = 'reject_claim' THEN d.remit_claim_id
        ELSE d.remittance_id
    END) AS event_id,
    d.remittance_id,
    CASE WHEN d.outcome = 'reject_claim' THEN d.remit_claim_id END AS remit_claim_id,
    d.provider_adjustment_id,
    d.action,
    CASE d.outcome
        WHEN 'allocate' THEN NULL WHEN 'reject_claim' THEN d.claim_status ELSE d.remittance_status
    END AS status_before,
    CASE d.outcome
        WHEN 'post_whole' THEN 'posted' WHEN 'suspend_whole' THEN 'suspended' WHEN 'allocate' THEN NULL ELSE 'rejected'
    END AS status,
    d.correction_id,
    getvariable('business_day') AS status_on
FROM decision AS d
WHERE d.fault IS NULL AND d.outcome <> 'post_claim'
ORDER BY event_id;

UPDATE core.remittance AS r
SET
    status = CASE d.outcome
        WHEN 'post_whole' THEN 'posted' WHEN 'suspend_whole' THEN 'suspended' ELSE 'rejected'
    END,
    reason = CASE d.outcome
        WHEN 'post_whole' THEN NULL
        WHEN 'suspend_whole' THEN 'accepted as suspense (' || d.correction_id || '); was held: ' || r.reason
        ELSE 'rejected (' || d.correction_id || '); was ' || r.status || ': ' || r.reason
    END,
    status_on = getvariable('business_day')
FROM decision AS d
WHERE d.fault IS NULL AND d.outcome IN ('post_whole', 'suspend_whole', 'reject_whole') AND r.remittance_id = d.remittance_id;

-- The claims of a remittance say what became of it.
UPDATE core.remit_claim AS c
SET reason = 'its remittance is ' || CASE d.outcome WHEN 'suspend_whole' THEN 'suspended' ELSE 'rejected' END
FROM decision AS d
WHERE
    d.fault IS NULL AND d.outcome IN ('suspend_whole', 'reject_whole')
    AND c.remittance_id = d.remittance_id AND c.status = 'not_posted';

UPDATE core.remit_claim AS c
SET status = 'rejected', reason = 'rejected (' || d.correction_id || ')', status_on = getvariable('business_day')
FROM decision AS d
WHERE d.fault IS NULL AND d.outcome = 'reject_claim' AND c.remit_claim_id = d.remit_claim_id;

UPDATE core.correction AS k
SET
    status = CASE WHEN d.fault IS NULL THEN 'applied' ELSE 'refused' END,
    fault = d.fault,
    settled_on = getvariable('business_day'),
    claim_id = CASE WHEN d.fault IS NULL THEN d.claim_id END
FROM decision AS d
WHERE k.correction_id = d.correction_id;
