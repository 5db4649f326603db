-- title: The largest single items; none about an encounter, whose id is the practice's own
-- one row per: thing to do with an amount, at most ten
SELECT
    w.kind,
    w.who,
    coalesce(w.claim_id, w.subject_id) AS about,
    p.name AS payer,
    w.amount,
    w.age_days,
    w.reason,
    w.action
FROM marts.worklist AS w
LEFT JOIN reference.payer AS p ON w.payer_id = p.payer_id
WHERE w.subject <> 'encounter' AND w.amount IS NOT NULL
ORDER BY w.amount DESC, w.item_id ASC
LIMIT 10
