-- title: The largest items of each kind of work; none about an encounter, whose id is the practice's own
-- one row per: thing to do with an amount, at most two of a kind
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
QUALIFY row_number() OVER (PARTITION BY w.kind ORDER BY w.amount DESC, w.item_id ASC) <= 2
ORDER BY w.amount DESC, w.item_id ASC
