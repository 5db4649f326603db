-- title: Remittances, the bank's notices and deposits against each other: what is missing, since when, and why
-- one row per: remittance that pays money, deposit that is not wholly matched, and deposit taken back
-- column item_id: remittance:<id> or deposit:<id>.
-- column remittance_id: Remittance; NULL for a deposit without one.
-- column deposit_id: Deposit; of several the first; NULL while the bank has shown none.
-- column payer_id: Payer of the remittance, else of the deposit; NULL when none of payers.yaml fits.
-- column trace: Check or EFT number, of the remittance (TRN02) else of the bank.
-- column payment_on: Day of payment (BPR16); NULL without a remittance.
-- column deposited_on: Day of the last deposit; NULL while the bank has shown none.
-- column paid_amount: BPR02 of the remittance; 0 without one.
-- column deposited: What the bank received for it.
-- column card_fee: Kept of it by a card processor.
-- column missing: paid_amount - deposited - card_fee; below zero: a deposit without its remittance.
-- column deposits: Deposits concerned.
-- column eft_notice: The payment's own trace came with a deposit (addenda).
-- column rung: How it was matched (core.deposit_match.rung); NULL while it is not.
-- column status: matched, part_deposited, no_deposit, in_window, suspect, returned, held, rejected, no_remittance or part_matched.
-- column reason: What is missing, in words; NULL when nothing is.
-- column since: Day since which something is missing; NULL when nothing is.
-- column age_days: Days from then to the last night.
WITH paid AS (
    SELECT
        m.remittance_id,
        min(m.deposit_id) AS deposit_id,
        count(*) AS deposits,
        max(d.deposited_on) AS deposited_on,
        max(d.deposited_on) FILTER (WHERE m.rung = 'returned') AS returned_on,
        sum(m.amount) AS amount,
        sum(m.fee) AS fee,
        bool_or(coalesce(d.trace_from = 'addenda', FALSE)) AS eft_notice,
        arg_max(m.rung, (m.matched_on, m.deposit_id)) AS rung
    FROM core.deposit_match AS m
    INNER JOIN core.bank_deposit AS d ON m.deposit_id = d.deposit_id
    GROUP BY m.remittance_id
    -- Matches taken back when the remittance was rejected are none.
    HAVING sum(m.amount) <> 0 OR bool_or(m.rung = 'returned')
),

noticed AS (
    SELECT
        upper(trim(trace)) AS trace,
        min(deposit_id) AS deposit_id,
        count(*) AS deposits,
        max(deposited_on) AS deposited_on,
        sum(amount) AS amount,
        bool_or(trace_from = 'addenda') AS eft_notice
    FROM core.bank_deposit
    WHERE status = 'unmatched' AND trace IS NOT NULL
    GROUP BY ALL
),

suspected AS (
    SELECT remittance_id, min(reason) AS reason, min(deposit_id) AS deposit_id FROM core.deposit_suspect
    GROUP BY remittance_id
),

by_remittance AS (
    SELECT
        'remittance:' || r.remittance_id AS item_id,
        r.remittance_id,
        coalesce(p.deposit_id, n.deposit_id, s.deposit_id) AS deposit_id,
        r.payer_id,
        r.trace,
        coalesce(r.payment_on, r.received_on) AS payment_on,
        coalesce(p.deposited_on, n.deposited_on) AS deposited_on,
        r.paid_amount,
        coalesce(p.amount, 0) AS deposited,
        coalesce(p.fee, 0) AS card_fee,
        coalesce(p.deposits, n.deposits, 0) AS deposits,
        coalesce(p.eft_notice, FALSE) OR coalesce(n.eft_notice, FALSE) AS eft_notice,
        p.rung,
        CASE
            WHEN r.status IN ('held', 'rejected') THEN r.status
            WHEN coalesce(p.amount + p.fee, 0) = r.paid_amount THEN 'matched'
            WHEN p.returned_on IS NOT NULL AND p.amount = 0 THEN 'returned'
            WHEN s.remittance_id IS NOT NULL THEN 'suspect'
            WHEN p.amount > 0 OR n.amount < r.paid_amount THEN 'part_deposited'
            WHEN
                coalesce(r.payment_on, r.received_on) + w.deposit_window_days >= getvariable('business_day')::DATE
                THEN 'in_window'
            ELSE 'no_deposit'
        END AS status,
        s.reason AS suspicion,
        n.amount AS noticed,
        w.deposit_window_days,
        p.returned_on
    FROM core.remittance AS r
    LEFT JOIN paid AS p ON r.remittance_id = p.remittance_id
    LEFT JOIN noticed AS n ON upper(trim(r.trace)) = n.trace
    LEFT JOIN suspected AS s ON r.remittance_id = s.remittance_id
    LEFT JOIN reference.deposit_rule AS w ON r.payer_id = w.payer_id
    WHERE r.paid_amount > 0
),

of_deposit AS (
    SELECT deposit_id, sum(amount) AS amount FROM core.deposit_match
    GROUP BY deposit_id
),

s AS (
    SELECT deposit_id, min(reason) AS reason FROM core.deposit_suspect
    GROUP BY deposit_id
),

by_deposit AS (
    SELECT
        'deposit:' || d.deposit_id AS item_id,
        NULL AS remittance_id,
        d.deposit_id,
        d.payer_id,
        d.trace,
        NULL AS payment_on,
        d.deposited_on,
        0 AS paid_amount,
        d.amount - coalesce(m.amount, 0) AS deposited,
        0 AS card_fee,
        1 AS deposits,
        coalesce(d.trace_from = 'addenda', FALSE) AS eft_notice,
        NULL AS rung,
        CASE
            WHEN d.amount < 0 THEN 'returned'
            WHEN d.status = 'part' THEN 'part_matched'
            WHEN s.deposit_id IS NOT NULL THEN 'suspect'
            ELSE 'no_remittance'
        END AS status,
        s.reason AS suspicion
    FROM core.bank_deposit AS d
    LEFT JOIN of_deposit AS m ON d.deposit_id = m.deposit_id
    LEFT JOIN s ON d.deposit_id = s.deposit_id
    WHERE d.status IN ('unmatched', 'part') OR (d.status = 'kept' AND d.kind = 'returned')
),

both_ways AS (
    SELECT * FROM by_remittance
    UNION ALL BY NAME
    SELECT * FROM by_deposit
),

told AS (
    SELECT
        *,
        CASE
            WHEN status = 'matched' OR (status IN ('held', 'rejected') AND deposits = 0) THEN NULL
            WHEN remittance_id IS NULL THEN deposited_on
            ELSE coalesce(returned_on, payment_on)
        END AS since,
        CASE status
            WHEN 'held' THEN 'The remittance is held: nothing of it is posted or matched until a person decides'
            WHEN 'rejected' THEN 'A person decided that nothing of the remittance is posted'
            WHEN 'suspect' THEN 'Deposit and remittance agree in part (' || suspicion || '): a person must confirm'
            WHEN 'part_deposited'
                THEN
                    concat(
                        'Deposits with its trace come to ', coalesce(noticed, deposited)::VARCHAR, ', less than was paid'
                    )
            WHEN 'part_matched' THEN 'A part of the deposit has no remittance'
            WHEN 'in_window' THEN concat('The payer''s money may take ', deposit_window_days, ' days')
            WHEN 'no_deposit'
                THEN
                    CASE
                        WHEN noticed > paid_amount THEN 'Deposits with its trace come to more than was paid'
                        WHEN noticed = paid_amount THEN 'Deposits with its trace are of another payer, or of several remittances'
                        WHEN eft_notice THEN 'The bank passed its trace with another amount'
                        WHEN deposit_window_days IS NULL THEN 'No deposit, and no rule says how long this payer''s money may take'
                        ELSE 'No deposit, and the payer''s days for it are over'
                    END
            WHEN 'no_remittance'
                THEN
                    CASE
                        WHEN eft_notice THEN 'The payment''s notice and money came, its remittance (835) did not'
                        ELSE 'Money came, and no remittance has its trace and amount'
                    END
            WHEN 'returned' THEN 'The bank took the deposit back'
        END AS reason
    FROM both_ways
)

SELECT
    item_id,
    remittance_id,
    deposit_id,
    payer_id,
    trace,
    payment_on::DATE AS payment_on,
    deposited_on,
    paid_amount::DECIMAL(14, 2) AS paid_amount,
    deposited::DECIMAL(14, 2) AS deposited,
    card_fee::DECIMAL(14, 2) AS card_fee,
    (paid_amount - deposited - card_fee)::DECIMAL(14, 2) AS missing,
    deposits::BIGINT AS deposits,
    eft_notice,
    rung,
    status,
    reason,
    since::DATE AS since,
    getvariable('business_day')::DATE - since::DATE AS age_days
FROM told
ORDER BY item_id
