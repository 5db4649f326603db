-- id: open
-- title: What can be matched tonight: deposits not matched so far and remittances not deposited so far
-- one row per deposit, per remittance (temp tables); `pairing` gathers what the rungs find, in their order

-- Who paid, by the originator of the addenda, else by the name; an id or a name that two payers share decides nothing.
UPDATE core.bank_deposit
SET payer_id = known.payer_id
FROM (
    SELECT
        d.deposit_id,
        coalesce(any_value(o.payer_id), any_value(n.payer_id)) AS payer_id
    FROM core.bank_deposit AS d
    LEFT JOIN reference.deposit_rule AS o ON d.originator_id = o.originator_id
    LEFT JOIN reference.deposit_rule AS n ON upper(trim(d.payer_name)) = upper(n.name)
    WHERE d.payer_id IS NULL AND d.status IN ('unmatched', 'part')
    GROUP BY d.deposit_id
    HAVING
        coalesce(count(DISTINCT o.payer_id), 0) = 1
        OR (coalesce(count(DISTINCT o.payer_id), 0) = 0 AND count(DISTINCT n.payer_id) = 1)
) AS known
WHERE core.bank_deposit.deposit_id = known.deposit_id;

CREATE OR REPLACE TEMP TABLE pairing (
    deposit_id VARCHAR, remittance_id VARCHAR, amount DECIMAL(14, 2), fee DECIMAL(14, 2), rung VARCHAR
);

CREATE OR REPLACE TEMP MACRO open_deposit() AS TABLE
    WITH found AS (
        SELECT deposit_id, amount FROM core.deposit_match
        UNION ALL
        SELECT deposit_id, amount FROM pairing
    ),

    matched AS (
        SELECT deposit_id, sum(amount) AS amount FROM found
        GROUP BY deposit_id
    )

    SELECT
        d.deposit_id,
        d.deposited_on,
        nullif(upper(trim(d.trace)), '') AS trace,
        d.payer_id,
        d.kind,
        cast(d.amount - coalesce(m.amount, 0) AS DECIMAL(14, 2)) AS amount
    FROM core.bank_deposit AS d
    LEFT JOIN matched AS m ON d.deposit_id = m.deposit_id
    WHERE d.status IN ('unmatched', 'part') AND d.amount > coalesce(m.amount, 0);

CREATE OR REPLACE TEMP MACRO open_remittance() AS TABLE
    WITH found AS (
        SELECT remittance_id, amount, fee FROM core.deposit_match
        UNION ALL
        SELECT remittance_id, amount, fee FROM pairing
    ),

    matched AS (
        SELECT remittance_id, sum(amount + fee) AS amount FROM found
        GROUP BY remittance_id
    )

    SELECT
        r.remittance_id,
        r.payment_method,
        coalesce(r.payment_on, r.received_on) AS payment_on,
        nullif(upper(trim(r.trace)), '') AS trace,
        r.payer_id,
        w.deposit_window_days,
        w.card_fee_percent,
        cast(r.paid_amount - coalesce(m.amount, 0) AS DECIMAL(14, 2)) AS amount
    FROM core.remittance AS r
    LEFT JOIN reference.deposit_rule AS w ON r.payer_id = w.payer_id
    LEFT JOIN matched AS m ON r.remittance_id = m.remittance_id
    WHERE r.status IN ('posted', 'suspended') AND r.paid_amount > coalesce(m.amount, 0);
