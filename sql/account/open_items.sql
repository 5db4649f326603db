-- id: open_items
-- title: What clients owe the company: payments and credit notes against the invoices that they name, the rest against the oldest
-- reads: account_entry (client_id, entry, number, period, credits, booked_on, due_on, amount: temp table)
-- one row per invoice that is not paid, and per client with money left over (number NULL, open negative)
CREATE OR REPLACE TEMP TABLE open_item AS
WITH invoice AS (
    SELECT client_id, number, period, booked_on AS issued_on, due_on, amount FROM account_entry
    WHERE entry = 'invoice'
),

credit AS (
    SELECT e.client_id, i.number, -sum(e.amount) AS amount
    FROM account_entry AS e
    LEFT JOIN invoice AS i ON e.client_id = i.client_id AND e.credits = i.number
    WHERE e.entry <> 'invoice'
    GROUP BY e.client_id, i.number
),

named AS (
    SELECT i.*, coalesce(c.amount, 0) AS named, least(i.amount, coalesce(c.amount, 0)) AS kept
    FROM invoice AS i
    LEFT JOIN credit AS c ON i.client_id = c.client_id AND i.number = c.number
),

-- What named no invoice, or more than it owed.
left_over AS (
    SELECT client_id, amount FROM credit
    WHERE number IS NULL
    UNION ALL
    SELECT client_id, named - kept AS amount FROM named
),

pool AS (
    SELECT client_id, sum(amount) AS amount FROM left_over
    GROUP BY client_id
),

spread AS (
    SELECT
        n.*, coalesce(p.amount, 0) AS pooled,
        coalesce(sum(n.amount - n.kept) OVER (
            PARTITION BY n.client_id ORDER BY n.due_on, n.number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS older
    FROM named AS n
    LEFT JOIN pool AS p ON n.client_id = p.client_id
),

settled AS (
    SELECT *, kept + greatest(0, least(pooled - older, amount - kept)) AS paid FROM spread
)

SELECT
    client_id, number, 'invoice' AS kind, period, issued_on, due_on,
    amount::DECIMAL(14, 2) AS amount_due,
    paid::DECIMAL(14, 2) AS paid,
    (amount - paid)::DECIMAL(14, 2) AS open
FROM settled
WHERE amount <> paid
UNION ALL
SELECT
    p.client_id, NULL AS number, 'unapplied' AS kind, NULL AS period, NULL AS issued_on, NULL AS due_on,
    0::DECIMAL(14, 2) AS amount_due,
    (p.amount - coalesce(sum(s.paid - s.kept), 0))::DECIMAL(14, 2) AS paid,
    (coalesce(sum(s.paid - s.kept), 0) - p.amount)::DECIMAL(14, 2) AS open
FROM pool AS p
LEFT JOIN settled AS s ON p.client_id = s.client_id
GROUP BY p.client_id, p.amount
HAVING coalesce(sum(s.paid - s.kept), 0) <> p.amount;
