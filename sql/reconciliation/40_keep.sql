-- id: keep
-- title: Keep what was matched; a deposit taken back opens its remittance again; what may belong together waits for a person
-- one row per deposit and remittance

INSERT INTO core.deposit_match BY NAME
SELECT
    *,
    getvariable('business_day') AS matched_on
FROM pairing
ORDER BY deposit_id, remittance_id;

DELETE FROM pairing;

-- A debit takes back the one deposit of its trace and amount that is matched to one remittance and not taken back so far.
INSERT INTO core.deposit_match BY NAME
WITH paid AS (
    SELECT
        m.remittance_id,
        upper(trim(d.trace)) AS trace,
        d.amount,
        sum(m.amount) AS matched,
        sum(m.fee) AS fee
    FROM core.deposit_match AS m
    INNER JOIN core.bank_deposit AS d ON m.deposit_id = d.deposit_id
    WHERE d.amount > 0
    GROUP BY m.remittance_id, upper(trim(d.trace)), d.amount, d.deposit_id
    HAVING sum(m.amount) = d.amount
),

candidate AS (
    SELECT
        b.deposit_id,
        p.remittance_id,
        b.amount,
        -p.fee AS fee,
        count(*) OVER (PARTITION BY b.deposit_id) AS remittances,
        count(*) OVER (PARTITION BY p.remittance_id) AS debits
    FROM core.bank_deposit AS b
    INNER JOIN paid AS p ON upper(trim(b.trace)) = p.trace AND -b.amount = p.amount
    WHERE
        b.status = 'kept' AND b.kind IN ('returned', 'debit')
        AND p.remittance_id NOT IN (
            SELECT m.remittance_id FROM core.deposit_match AS m
            WHERE m.rung = 'returned'
        )
)

SELECT
    deposit_id,
    remittance_id,
    amount,
    fee,
    'returned' AS rung,
    getvariable('business_day') AS matched_on
FROM candidate
WHERE remittances = 1 AND debits = 1
ORDER BY deposit_id;

UPDATE core.bank_deposit
SET
    status = CASE
        WHEN core.bank_deposit.amount < 0 THEN 'returned'
        WHEN m.amount = core.bank_deposit.amount THEN 'matched'
        WHEN m.amount = 0 THEN 'unmatched'
        ELSE 'part'
    END,
    matched_on = getvariable('business_day')
FROM (
    SELECT
        deposit_id,
        sum(amount) AS amount
    FROM core.deposit_match
    GROUP BY deposit_id
    HAVING max(matched_on) = getvariable('business_day')
) AS m
WHERE core.bank_deposit.deposit_id = m.deposit_id;

DELETE FROM core.deposit_suspect;

INSERT INTO core.deposit_suspect
SELECT
    d.deposit_id,
    r.remittance_id,
    CASE
        WHEN d.trace = r.trace AND d.payer_id <> r.payer_id THEN 'the same trace and amount, another payer'
        WHEN d.trace = r.trace THEN 'the same trace and amount as another one'
        ELSE 'the same payer and amount within ' || r.deposit_window_days || ' days, no common trace'
    END AS reason
FROM open_deposit() AS d
INNER JOIN open_remittance() AS r ON d.amount = r.amount
WHERE
    d.trace = r.trace
    OR (d.payer_id = r.payer_id AND abs(d.deposited_on - r.payment_on) <= r.deposit_window_days)
ORDER BY d.deposit_id, r.remittance_id;
