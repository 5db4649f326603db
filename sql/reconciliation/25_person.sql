-- id: person
-- title: What people decided about deposits: a correction match_deposit names a deposit and a remittance, and how much
-- one row per pending decision (temp table deposit_decision), with its amount or why it is refused
CREATE OR REPLACE TEMP TABLE deposit_decision AS
WITH pending AS (
    SELECT
        correction_id,
        amount,
        whole_amount,
        'B' || lower(substr(regexp_extract(reference, '^\s*(\S+)\s+(\S+)\s*$', 1), 2)) AS deposit_id,
        'R' || lower(substr(regexp_extract(reference, '^\s*(\S+)\s+(\S+)\s*$', 2), 2)) AS remittance_id
    FROM core.correction
    WHERE status = 'pending' AND kind = 'deposit'
),

named AS (
    SELECT
        p.correction_id,
        d.deposit_id,
        r.remittance_id,
        d.amount AS deposit_open,
        r.amount AS remittance_open,
        m.deposit_id IS NOT NULL AS known,
        CASE WHEN p.whole_amount THEN d.amount ELSE p.amount END AS amount
    FROM pending AS p
    LEFT JOIN open_deposit() AS d ON p.deposit_id = d.deposit_id
    LEFT JOIN open_remittance() AS r ON p.remittance_id = r.remittance_id
    LEFT JOIN core.deposit_match AS m ON p.deposit_id = m.deposit_id AND p.remittance_id = m.remittance_id AND m.rung <> 'rejected'
),

-- Decisions of one night are taken together, in order of their ids.
summed AS (
    SELECT
        *,
        sum(amount) OVER (PARTITION BY deposit_id ORDER BY correction_id) AS of_deposit,
        sum(amount) OVER (PARTITION BY remittance_id ORDER BY correction_id) AS of_remittance,
        row_number() OVER (PARTITION BY deposit_id, remittance_id ORDER BY correction_id) AS occurrence
    FROM named
)

SELECT
    correction_id,
    deposit_id,
    remittance_id,
    amount,
    CASE
        WHEN known OR (occurrence > 1 AND deposit_id IS NOT NULL AND remittance_id IS NOT NULL)
            THEN 'this deposit and this remittance are matched already'
        WHEN deposit_id IS NULL THEN 'reference: its first word is no deposit that is open'
        WHEN remittance_id IS NULL THEN 'reference: its second word is no remittance whose money is open'
        WHEN amount <= 0 THEN 'amount: must be more than 0'
        WHEN of_deposit > deposit_open THEN 'amount: more than is open of the deposit'
        WHEN of_remittance > remittance_open THEN 'amount: more than is open of the remittance'
    END AS fault
FROM summed;

INSERT INTO pairing
SELECT
    deposit_id,
    remittance_id,
    amount,
    0 AS fee,
    'person' AS rung
FROM deposit_decision
WHERE fault IS NULL;

UPDATE core.correction
SET
    status = CASE WHEN d.fault IS NULL THEN 'applied' ELSE 'refused' END,
    fault = d.fault,
    settled_on = getvariable('business_day')
FROM deposit_decision AS d
WHERE core.correction.correction_id = d.correction_id;
