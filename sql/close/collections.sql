-- title: What was collected in the month: the money that settled receivables, and what took money back
-- one row per: posting that collects
-- column posting_id: Posting: the money's side of a transaction that settles a receivable, or a provider-level adjustment that takes money back.
-- column posted_on: Business day of the night that posted it; of an earlier adjustment that a reversal explains now, that night's.
-- column effective_on: Day of the payment.
-- column claim_id: Claim; NULL for money taken back of no known claim.
-- column line_id: Claim line; NULL for money at claim level.
-- column payer_id: Payer that paid or took back; NULL for patients' money.
-- column payer_class: Class of the payer (payers.yaml), NULL for a payer that is not listed; patient for patients' money.
-- column rendering_npi: NPI of who rendered the service; NULL where none is known.
-- column place_of_service: Place of service of the claim; NULL where none is known.
-- column code: Procedure code of the line; NULL for money at claim level.
-- column origin: encounter, or opening for a claim taken over at go-live; NULL where no claim is known.
-- column source: insurer, patient, desk (a patient at the desk), refund (owed back) or takeback (a payer's reversal, or a provider-level adjustment that no reversal explains).
-- column amount: Dollars: positive raises the base of a percentage, negative lowers it. The sum is payments - refunds of the roll-forward less the takebacks that no reversal explains.
-- column original_posting_id: Of money taken back or owed back: the posting of the payment (of a part given back with it, such as a share that the payer had kept: the posting of that part); NULL where none is known.
-- column original_period: First day of the month of that payment, where it is an earlier month; else NULL.
-- column source_file: sha256 of the file it rests on.
-- column source_position: Byte offset or line in it.
WITH leg AS (
    SELECT p.*, a.kind IN ('ar_insurer', 'ar_patient') AS receivable, a.kind
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
),

-- A transaction and rule that moves a receivable, of this month.
settling AS (
    SELECT DISTINCT transaction_id, rule FROM leg
    WHERE receivable AND posted_on BETWEEN getvariable('first_day')::DATE AND getvariable('last_day')::DATE
),

money AS (
    SELECT l.*, l.amount AS share
    FROM leg AS l
    SEMI JOIN settling AS s ON l.transaction_id = s.transaction_id AND l.rule = s.rule
    WHERE NOT l.receivable AND l.kind NOT IN ('charges', 'adjustment', 'opening')
),

-- A provider-level adjustment takes money back as far as no reversal of ours explains it: a reversal counts itself. What a
-- reversal explains in a later month is given back in that month. A decision posts an adjustment again on its claim: what
-- was counted before is undone by the first half of that transaction, and counted by the second.
taking AS (
    SELECT
        l.*,
        a.provider_adjustment_id,
        l.posted_on < getvariable('first_day')::DATE AS earlier,
        CASE WHEN l.rule = 'provider_adjustment' THEN 'first' WHEN l.claim_id IS NULL THEN 'undone' ELSE 'again' END AS part,
        min(l.posted_on) FILTER (WHERE l.rule = 'takeback_allocated')
            OVER (PARTITION BY a.provider_adjustment_id) AS allocated_on
    FROM leg AS l
    INNER JOIN core.provider_adjustment AS a
        ON split_part(split_part(l.transaction_id, '/', 1), ':', 2) = a.provider_adjustment_id
    WHERE
        a.meaning = 'takeback' AND l.kind = 'provider_adjustment'
        AND l.rule IN ('provider_adjustment', 'takeback_allocated') AND l.posted_on <= getvariable('last_day')::DATE
),

explained AS (
    SELECT t.posting_id, sum(s.amount) AS amount, max(s.step_on) AS step_on
    FROM taking AS t
    INNER JOIN core.takeback_step AS s ON t.provider_adjustment_id = s.provider_adjustment_id
    WHERE
        s.step_on <= getvariable('last_day')::DATE
        AND (t.part = 'again' OR t.allocated_on IS NULL OR s.step_on < t.allocated_on)
        AND (NOT t.earlier OR s.step_on >= getvariable('first_day')::DATE)
    GROUP BY t.posting_id
),

taken_back AS (
    SELECT
        t.* REPLACE (CASE WHEN t.earlier THEN s.step_on ELSE t.posted_on END AS posted_on),
        CASE
            WHEN t.earlier THEN sign(t.amount) * s.amount ELSE -sign(t.amount) * (abs(t.amount) - coalesce(s.amount, 0))
        END AS share
    FROM taking AS t
    LEFT JOIN explained AS s ON t.posting_id = s.posting_id
    WHERE NOT (t.earlier AND (t.part = 'undone' OR s.posting_id IS NULL))
),

collecting AS (
    SELECT
        posting_id, transaction_id, account, kind, amount, share, posted_on, effective_on, claim_id, line_id, payer_id,
        source_file, source_position, rule, corrects
    FROM money
    UNION ALL
    SELECT
        posting_id, transaction_id, account, kind, amount, share, posted_on, effective_on, claim_id, line_id, payer_id,
        source_file, source_position, rule, corrects
    FROM taken_back
    WHERE share <> 0
),

told AS (
    SELECT
        p.*,
        p.account IN ('cash:patient', 'suspense:patient', 'unapplied:patient', 'refund_payable:patient') AS of_patient,
        CASE
            WHEN p.kind = 'refund_payable' THEN 'refund'
            WHEN p.account IN ('cash:patient', 'suspense:patient', 'unapplied:patient')
                THEN CASE WHEN d.method = 'desk' THEN 'desk' ELSE 'patient' END
            WHEN p.kind = 'provider_adjustment' OR (p.rule = 'remit_paid' AND p.corrects IS NOT NULL) THEN 'takeback'
            ELSE 'insurer'
        END AS source
    FROM collecting AS p
    LEFT JOIN core.patient_payment AS d
        ON CASE p.rule WHEN 'patient_moved' THEN p.corrects ELSE p.transaction_id END = 'patient:' || d.payment_id
),

-- The payment that is taken back: of the transaction that this one corrects, else the last one of the claim before. Of a
-- payment that had a part below zero (a patient's share for the whole claim) the takeback has a part above zero.
payment AS (
    SELECT
        l.posting_id, l.transaction_id, l.claim_id, l.line_id, l.posted_on, l.amount < 0 AS below_zero,
        l.account IN ('cash:patient', 'suspense:patient', 'unapplied:patient') AS of_patient
    FROM leg AS l
    WHERE
        NOT l.receivable AND l.posted_on <= getvariable('last_day')::DATE
        AND (
            l.rule IN ('remit_paid', 'patient_payment')
            OR (l.rule = 'payment_applied' AND l.kind IN ('suspense', 'unapplied'))
        )
),

corrected AS (
    SELECT t.posting_id, o.posting_id AS original_posting_id, o.posted_on AS original_on, 1 AS rung
    FROM told AS t
    INNER JOIN payment AS o ON t.corrects = o.transaction_id
    WHERE
        (t.share > 0) = o.below_zero
        AND t.claim_id IS NOT DISTINCT FROM o.claim_id AND t.line_id IS NOT DISTINCT FROM o.line_id
    UNION ALL
    SELECT t.posting_id, o.posting_id AS original_posting_id, o.posted_on AS original_on, 2 AS rung
    FROM told AS t
    INNER JOIN payment AS o ON t.corrects = o.transaction_id
    WHERE t.share < 0 AND NOT o.below_zero
    UNION ALL
    SELECT t.posting_id, o.posting_id AS original_posting_id, o.posted_on AS original_on, 3 AS rung
    FROM told AS t
    INNER JOIN payment AS o
        ON
            t.claim_id = o.claim_id
            AND (t.posted_on > o.posted_on OR (t.posted_on = o.posted_on AND t.transaction_id <> o.transaction_id))
            AND t.of_patient = o.of_patient
    WHERE t.share < 0 AND NOT o.below_zero AND (t.line_id IS NULL OR o.line_id IS NULL OR t.line_id = o.line_id)
),

original AS (
    SELECT * FROM corrected
    QUALIFY row_number() OVER (PARTITION BY posting_id ORDER BY rung ASC, original_on DESC, original_posting_id ASC) = 1
)

SELECT
    t.posting_id,
    t.posted_on,
    t.effective_on,
    t.claim_id,
    t.line_id,
    CASE WHEN NOT t.of_patient THEN coalesce(t.payer_id, c.payer_id) END AS payer_id,
    CASE WHEN t.of_patient THEN 'patient' ELSE y.payer_class END AS payer_class,
    c.rendering_npi,
    c.place_of_service,
    l.code,
    c.origin,
    t.source,
    t.share::DECIMAL(14, 2) AS amount,
    o.original_posting_id,
    CASE WHEN o.original_on < getvariable('first_day')::DATE THEN date_trunc('month', o.original_on)::DATE END
        AS original_period,
    t.source_file,
    t.source_position
FROM told AS t
LEFT JOIN core.claim AS c ON t.claim_id = c.claim_id
LEFT JOIN core.claim_line AS l ON t.line_id = l.line_id
LEFT JOIN reference.payer AS y ON coalesce(t.payer_id, c.payer_id) = y.payer_id
LEFT JOIN original AS o ON t.posting_id = o.posting_id
ORDER BY t.posting_id
