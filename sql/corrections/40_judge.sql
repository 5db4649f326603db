-- id: judge
-- title: What each decision of this turn does, or why it is refused
-- reads: turn_correction, held, held_on_line, held_payment (30_items.sql); replacement (35_again.sql); correction_action; write_off_limit (client.yaml)

-- one row per decision of this turn that moves an open balance, and balance that it may mean
CREATE OR REPLACE TEMP TABLE meant AS
SELECT t.correction_id, h.claim_id, h.account, h.owner, abs(h.amount) AS amount
FROM turn_correction AS t
INNER JOIN held AS h ON t.received_id = h.received_id
WHERE
    -- The patient's balance is the encounter's; a payer's is of its own claim, of the claim named unless it is named.
    CASE
        WHEN h.owner = 'patient' THEN h.claim_id = t.first_claim_id
        ELSE h.claim_id = t.claim_id OR h.owner IN (t.named_payer, t.reference)
    END
    AND CASE
        WHEN t.kind = 'write_off' OR t.kind = 'transfer'
            THEN h.amount > 0 AND (starts_with(h.account, 'ar_insurer:') OR h.account = 'ar_patient')
        WHEN t.kind = 'refund'
            THEN h.amount < 0 AND (starts_with(h.account, 'ar_insurer:') OR h.account = 'ar_patient')
        WHEN t.kind = 'refund_paid' THEN h.amount < 0 AND starts_with(h.account, 'refund_payable:')
        ELSE FALSE
    END
    AND CASE t.action
        WHEN 'transfer_to_patient' THEN h.owner <> 'patient' AND h.owner = coalesce(t.named_payer, h.owner)
        WHEN 'transfer_to_payer' THEN h.owner <> t.named_payer AND h.owner = coalesce(t.reference, h.owner)
        WHEN 'refund_patient' THEN h.owner = 'patient'
        WHEN 'refund_payer' THEN h.owner <> 'patient' AND h.owner = coalesce(t.named_payer, h.owner)
        ELSE h.owner = coalesce(t.named_payer, h.owner)
    END;

-- one row per decision of this turn: the accounts that its amount comes from (credit) and goes to (debit), what may be
-- moved at most, and its fault or none
CREATE OR REPLACE TEMP TABLE verdict AS
WITH chosen AS (
    SELECT
        correction_id, count(*) AS choices, any_value(claim_id) AS claim_id, any_value(account) AS account,
        any_value(owner) AS owner, any_value(amount) AS amount
    FROM meant
    GROUP BY correction_id
),

-- A line's balance, never more than the claim's.
on_line AS (
    SELECT
        t.correction_id, l.line_id, coalesce(sum(h.amount), 0) AS amount
    FROM turn_correction AS t
    INNER JOIN chosen AS c ON t.correction_id = c.correction_id
    INNER JOIN core.claim_line AS l ON c.claim_id = l.claim_id AND t.line_number = l.line_number
    LEFT JOIN held_on_line AS h ON l.line_id = h.line_id AND c.account = h.account
    GROUP BY ALL
),

target AS (
    SELECT
        t.correction_id, c.claim_id, l.line_id,
        CASE t.action WHEN 'transfer_to_payer' THEN 'ar_insurer:' || c.payer_id ELSE 'ar_patient' END AS account
    FROM turn_correction AS t
    INNER JOIN core.claim AS c ON t.received_id = c.received_id AND c.live
    LEFT JOIN core.claim_line AS l ON c.claim_id = l.claim_id AND t.line_number = l.line_number
    WHERE
        t.kind = 'transfer'
        AND CASE t.action
            WHEN 'transfer_to_payer' THEN c.payer_id = t.named_payer ELSE c.claim_id = t.first_claim_id
        END
),

open_balance AS (
    SELECT
        t.correction_id,
        CASE t.kind WHEN 'write_off' THEN a.account WHEN 'transfer' THEN g.account ELSE c.account END AS debit_account,
        CASE t.kind
            WHEN 'refund' THEN CASE c.owner WHEN 'patient' THEN 'refund_payable:patient' ELSE 'refund_payable:payer' END
            WHEN 'refund_paid' THEN CASE c.owner WHEN 'patient' THEN 'cash:patient' ELSE 'cash:bank' END
            ELSE c.account
        END AS credit_account,
        c.claim_id,
        l.line_id,
        g.claim_id AS debit_claim_id,
        g.line_id AS debit_line_id,
        nullif(c.owner, 'patient') AS payer_id,
        NULL AS payment_id,
        CASE WHEN t.line_number IS NULL THEN c.amount ELSE least(greatest(l.amount, 0), c.amount) END AS available,
        NULL AS corrects,
        CASE
            WHEN t.claim_fault IS NOT NULL THEN t.claim_fault
            WHEN t.line_number IS NOT NULL AND t.named_line_id IS NULL THEN 'the claim has no such line'
            WHEN t.action = 'transfer_to_payer' AND g.claim_id IS NULL
                THEN 'the encounter has no claim for this payer'
            WHEN c.choices IS NULL AND t.kind = 'refund' THEN 'the claim has no credit of this party'
            WHEN c.choices IS NULL AND t.kind = 'refund_paid' THEN 'no refund is owed on this claim'
            WHEN c.choices IS NULL THEN 'nothing is open on this claim with this party'
            WHEN c.choices > 1 THEN 'more than one party owes, or is owed, on this claim; say which'
        END AS fault
    FROM turn_correction AS t
    INNER JOIN correction_action AS a ON t.action = a.action
    LEFT JOIN chosen AS c ON t.correction_id = c.correction_id
    LEFT JOIN on_line AS l ON t.correction_id = l.correction_id
    LEFT JOIN target AS g ON t.correction_id = g.correction_id
    WHERE t.kind IN ('write_off', 'transfer') OR (t.kind IN ('refund', 'refund_paid') AND t.reference IS NULL)
),

held_money AS (
    SELECT
        t.correction_id,
        CASE t.kind WHEN 'refund_paid' THEN 'refund_payable:patient' ELSE p.account END AS debit_account,
        CASE t.kind
            WHEN 'refund_paid' THEN 'cash:patient' WHEN 'refund' THEN 'refund_payable:patient' ELSE 'ar_patient'
        END AS credit_account,
        CASE t.kind WHEN 'payment_applied' THEN t.first_claim_id END AS claim_id,
        NULL AS line_id,
        NULL AS debit_claim_id,
        NULL AS debit_line_id,
        NULL AS payer_id,
        p.payment_id,
        CASE t.kind WHEN 'refund_paid' THEN p.owed_back ELSE p.amount END AS available,
        NULL AS corrects,
        CASE
            WHEN t.payment_id IS NULL THEN 'no patient payment has this reference'
            WHEN p.payment_id IS NULL THEN 'the payment was posted to a claim when it came'
            WHEN t.kind = 'payment_applied' THEN t.claim_fault
        END AS fault
    FROM turn_correction AS t
    LEFT JOIN held_payment AS p ON t.payment_id = p.payment_id
    WHERE t.kind = 'payment_applied' OR (t.kind IN ('refund', 'refund_paid') AND t.reference IS NOT NULL)
),

reversal AS (
    SELECT
        t.correction_id,
        r.credit_account AS debit_account,
        r.debit_account AS credit_account,
        r.claim_id,
        r.line_id,
        NULL AS debit_claim_id,
        NULL AS debit_line_id,
        r.payer_id,
        NULL AS payment_id,
        r.posted_amount AS available,
        'correction:' || r.correction_id AS corrects,
        CASE
            WHEN r.correction_id IS NULL THEN 'no decision has this correction_id'
            WHEN r.kind <> 'write_off' THEN 'the decision it names is no write-off'
            WHEN r.status <> 'applied' THEN 'the write-off it names was not applied'
            WHEN NOT c.live THEN 'the claim is voided or replaced'
            WHEN b.correction_id IS NOT NULL THEN 'the write-off was taken back before'
        END AS fault
    FROM turn_correction AS t
    LEFT JOIN core.correction AS r ON t.reversed_id = r.correction_id
    LEFT JOIN core.claim AS c ON r.claim_id = c.claim_id
    LEFT JOIN core.correction AS b
        ON b.kind = 'reversal' AND b.status = 'applied' AND b.corrects = 'correction:' || r.correction_id
    WHERE t.kind = 'reversal'
),

-- What a void may not leave behind: money, and what payers said.
spoken AS (
    SELECT t.correction_id, count(h.account) AS accounts
    FROM turn_correction AS t
    INNER JOIN held AS h ON t.claim_id = h.claim_id
    WHERE
        t.kind = 'void'
        AND NOT starts_with(h.account, 'ar_') AND h.account <> 'charges'
        AND (NOT starts_with(h.account, 'adjustment:') OR h.account = 'adjustment:contractual')
    GROUP BY t.correction_id
),

void AS (
    SELECT
        t.correction_id,
        NULL AS debit_account,
        NULL AS credit_account,
        t.claim_id,
        NULL AS line_id,
        NULL AS debit_claim_id,
        NULL AS debit_line_id,
        t.claim_payer AS payer_id,
        NULL AS payment_id,
        -h.amount AS available,
        'charge:' || t.claim_id AS corrects,
        CASE
            WHEN t.claim_fault IS NOT NULL THEN t.claim_fault
            WHEN t.live_claims > 1 THEN 'another payer has a claim of this encounter: transfer what is open instead'
            WHEN s.accounts > 0 THEN 'payments or a payer''s adjustments are posted to this claim'
            WHEN h.amount IS NULL THEN 'its charges are not posted yet'
        END AS fault
    FROM turn_correction AS t
    LEFT JOIN spoken AS s ON t.correction_id = s.correction_id
    LEFT JOIN held AS h ON t.claim_id = h.claim_id AND h.account = 'charges'
    WHERE t.kind = 'void'
),

rebill AS (
    SELECT
        t.correction_id,
        t.claim_id,
        CASE
            WHEN t.claim_id IS NULL THEN 'no claim of this practice has this number'
            WHEN t.live OR t.live_claims > 0 THEN 'the encounter has a claim'
            WHEN coalesce(e.reason_code, '') <> 'voided' THEN 'the encounter is not one whose claim was voided'
        END AS fault
    FROM turn_correction AS t
    LEFT JOIN core.encounter AS e ON t.received_id = e.received_id
    WHERE t.kind = 'rebill'
),

together AS (
    SELECT * FROM open_balance
    UNION ALL BY NAME
    SELECT * FROM held_money
    UNION ALL BY NAME
    SELECT * FROM reversal
    UNION ALL BY NAME
    SELECT * FROM void
    UNION ALL BY NAME
    SELECT * FROM rebill
    UNION ALL BY NAME
    SELECT * FROM replacement
),

sized AS (
    SELECT
        v.* EXCLUDE (fault),
        cast(coalesce(t.amount, v.available) AS DECIMAL(14, 2)) AS posted_amount,
        coalesce(
            v.fault,
            CASE
                WHEN v.available <= 0 THEN 'nothing is open there'
                WHEN t.amount > v.available THEN 'the amount is more than what is open'
            END
        ) AS fault,
        t.kind,
        split_part(v.debit_account, ':', 2) AS write_off,
        lower(t.decided_by) AS decided_by
    FROM together AS v
    INNER JOIN turn_correction AS t ON v.correction_id = t.correction_id
)

SELECT
    s.* EXCLUDE (fault, kind, write_off, decided_by, available),
    coalesce(
        s.fault,
        CASE
            WHEN s.kind = 'write_off' AND l.max_amount IS NULL
                THEN 'write_offs of client.yaml allows no write-off of this kind'
            WHEN s.kind = 'write_off' AND s.posted_amount > l.max_amount AND NOT list_contains(l.approvers, s.decided_by)
                THEN 'more than write_offs of client.yaml lets this person write off in one decision'
        END
    ) AS fault
FROM sized AS s
LEFT JOIN write_off_limit AS l ON s.write_off = l.kind;
