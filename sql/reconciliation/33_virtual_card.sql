-- id: virtual_card
-- title: A payment by virtual card: the remittance less the processor's fee, within the payer's rule
-- one row per deposit matched: exactly one deposit and exactly one remittance have this trace and fit
INSERT INTO pairing
WITH candidate AS (
    SELECT
        d.deposit_id,
        r.remittance_id,
        d.amount,
        r.amount - d.amount AS fee,
        count(*) OVER (PARTITION BY d.deposit_id) AS remittances,
        count(*) OVER (PARTITION BY r.remittance_id) AS deposits
    FROM open_deposit() AS d
    INNER JOIN open_remittance() AS r
        ON
            d.trace = r.trace
            AND d.amount < r.amount
            AND r.amount - d.amount <= round(r.amount * r.card_fee_percent * 0.01, 2)
    WHERE
        (r.payment_method = 'NON' OR d.kind = 'card')
        AND coalesce(d.payer_id = r.payer_id, TRUE)
)

SELECT
    deposit_id,
    remittance_id,
    amount,
    fee,
    'virtual_card' AS rung
FROM candidate
WHERE remittances = 1 AND deposits = 1;
