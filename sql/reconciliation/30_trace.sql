-- id: trace
-- title: One deposit, one remittance: the same trace and amount
-- one row per deposit matched: exactly one deposit and exactly one remittance have this trace and amount
INSERT INTO pairing
WITH candidate AS (
    SELECT
        d.deposit_id,
        r.remittance_id,
        d.amount,
        coalesce(
            d.payer_id = r.payer_id AND abs(d.deposited_on - r.payment_on) <= r.deposit_window_days, FALSE
        ) AS payer_agrees,
        count(*) OVER (PARTITION BY d.deposit_id) AS remittances,
        count(*) OVER (PARTITION BY r.remittance_id) AS deposits
    FROM open_deposit() AS d
    INNER JOIN open_remittance() AS r ON d.trace = r.trace AND d.amount = r.amount
    WHERE coalesce(d.payer_id = r.payer_id, TRUE)
)

SELECT
    deposit_id,
    remittance_id,
    amount,
    0 AS fee,
    CASE WHEN payer_agrees THEN 'trace_amount_payer' ELSE 'trace_amount' END AS rung
FROM candidate
WHERE remittances = 1 AND deposits = 1;
