-- id: combined
-- title: One deposit of several remittances of one payer: all of its trace, else the only set of one payment day that adds up
-- one row per deposit and remittance matched

INSERT INTO pairing
WITH whole AS (
    SELECT d.deposit_id
    FROM open_deposit() AS d
    INNER JOIN open_remittance() AS r ON d.trace = r.trace
    GROUP BY d.deposit_id, d.amount
    HAVING
        count(*) > 1 AND sum(r.amount) = d.amount AND count(DISTINCT coalesce(r.payer_id, '')) = 1
        AND count(*) FILTER (WHERE d.payer_id <> r.payer_id) = 0
),

alone AS (
    SELECT trace
    FROM open_deposit()
    GROUP BY trace
    HAVING count(*) = 1
)

SELECT
    d.deposit_id,
    r.remittance_id,
    r.amount,
    0 AS fee,
    'combined' AS rung
FROM whole AS w
INNER JOIN open_deposit() AS d ON w.deposit_id = d.deposit_id
INNER JOIN alone AS a ON d.trace = a.trace
INNER JOIN open_remittance() AS r ON d.trace = r.trace;

-- A deposit whose trace no remittance has, and the payer's remittances of one payment day. More than 12 a day are too
-- many: a sum that fits by chance would be posted.
CREATE OR REPLACE TEMP TABLE combined_member AS
WITH told AS (
    SELECT upper(trim(trace)) AS trace FROM core.remittance
    WHERE trace IS NOT NULL
),

member AS (
    SELECT
        d.deposit_id,
        d.amount AS wanted,
        r.remittance_id,
        r.payment_on,
        r.amount,
        row_number() OVER (PARTITION BY d.deposit_id, r.payment_on ORDER BY r.remittance_id) AS place,
        count(*) OVER (PARTITION BY d.deposit_id, r.payment_on) AS places,
        bool_or(r.amount = d.amount) OVER (PARTITION BY d.deposit_id) AS single
    FROM open_deposit() AS d
    INNER JOIN open_remittance() AS r ON d.payer_id = r.payer_id AND d.amount >= r.amount
    WHERE
        abs(d.deposited_on - r.payment_on) <= coalesce(r.deposit_window_days, 0)
        AND coalesce(d.trace NOT IN (SELECT trace FROM told), TRUE)
)

SELECT * FROM member
WHERE NOT single AND places BETWEEN 2 AND 12;

INSERT INTO pairing
WITH RECURSIVE chosen AS (
    SELECT
        deposit_id,
        payment_on,
        wanted,
        place,
        amount AS total,
        [remittance_id] AS members
    FROM combined_member
    UNION ALL
    SELECT
        c.deposit_id,
        c.payment_on,
        c.wanted,
        m.place,
        cast(c.total + m.amount AS DECIMAL(14, 2)) AS total,
        list_append(c.members, m.remittance_id) AS members
    FROM chosen AS c
    INNER JOIN combined_member AS m
        ON c.deposit_id = m.deposit_id AND c.payment_on = m.payment_on AND c.place < m.place
    WHERE c.total + m.amount <= c.wanted
),

fitting AS (
    SELECT
        deposit_id,
        any_value(members) AS members
    FROM chosen
    WHERE total = wanted
    GROUP BY deposit_id
    HAVING count(*) = 1
),

-- Two deposits that could each be of the same remittance are of neither.
claimed AS (
    SELECT
        deposit_id,
        unnest(members) AS remittance_id
    FROM fitting
),

possible AS (
    SELECT
        deposit_id,
        unnest(members) AS remittance_id
    FROM chosen
    WHERE total = wanted
),

contested AS (
    SELECT DISTINCT c.deposit_id
    FROM claimed AS c
    INNER JOIN possible AS p ON c.remittance_id = p.remittance_id AND c.deposit_id <> p.deposit_id
)

SELECT
    c.deposit_id,
    c.remittance_id,
    m.amount,
    0 AS fee,
    'combined' AS rung
FROM claimed AS c
INNER JOIN combined_member AS m ON c.deposit_id = m.deposit_id AND c.remittance_id = m.remittance_id
WHERE c.deposit_id NOT IN (SELECT deposit_id FROM contested);
