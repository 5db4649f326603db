-- id: partial
-- title: Several deposits of one remittance: all that have its trace, together its amount
-- one row per deposit matched
INSERT INTO pairing
WITH together AS (
    SELECT
        r.remittance_id,
        d.trace,
        r.amount
    FROM open_remittance() AS r
    INNER JOIN open_deposit() AS d ON r.trace = d.trace
    GROUP BY r.remittance_id, d.trace, r.amount
    HAVING
        count(*) > 1 AND sum(d.amount) = r.amount
        AND count(*) FILTER (WHERE d.payer_id <> r.payer_id) = 0
),

alone AS (
    SELECT trace
    FROM open_remittance()
    GROUP BY trace
    HAVING count(*) = 1
)

SELECT
    d.deposit_id,
    t.remittance_id,
    d.amount,
    0 AS fee,
    'partial' AS rung
FROM together AS t
INNER JOIN alone AS a ON t.trace = a.trace
INNER JOIN open_deposit() AS d ON t.trace = d.trace;
