-- id: roll_forward_closes
-- law: 2
-- title: What the roll-forward closes a day with is what the receivable accounts hold
-- scope: transaction
-- one row per day whose charges - payments - adjustments + refunds + balances taken over are not the change of the
-- receivable accounts: then what the day opened with (held to this when it was posted) and what it moved do not make what
-- it closes with. Transfers between parties net to zero, so they are left out
WITH day AS (
    SELECT DISTINCT p.posted_on FROM ledger.posting AS p
    WHERE p.transaction_id IN (SELECT t.transaction_id FROM touched_transaction AS t)
),

span AS (
    SELECT min(posted_on) AS first_day, max(posted_on) AS last_day FROM day
),

moved AS (
    SELECT m.posted_on, sum(m.charges - m.payments - m.adjustments + m.refunds + m.taken_over) AS amount
    FROM marts.ar_movements((SELECT s.first_day FROM span AS s), (SELECT s.last_day FROM span AS s)) AS m
    GROUP BY m.posted_on
),

held AS (
    SELECT p.posted_on, sum(p.amount) AS amount FROM ledger.posting AS p
    WHERE (p.account = 'ar_patient' OR starts_with(p.account, 'ar_insurer:')) AND p.posted_on IN (SELECT d.posted_on FROM day AS d)
    GROUP BY p.posted_on
)

SELECT d.posted_on, coalesce(m.amount, 0) AS explained, coalesce(h.amount, 0) AS held
FROM day AS d
LEFT JOIN moved AS m ON d.posted_on = m.posted_on
LEFT JOIN held AS h ON d.posted_on = h.posted_on
WHERE coalesce(m.amount, 0) <> coalesce(h.amount, 0)
