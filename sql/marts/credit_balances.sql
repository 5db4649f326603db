-- title: Credits: what payers and patients have paid beyond what they owe, and what could be done
-- one row per: receivable account and claim with a balance below zero
-- column item_id: Account and claim.
-- column claim_id: Claim; NULL for a credit of no claim.
-- column party: insurer or patient: whose money it is.
-- column payer_id: Payer whose money it is; NULL for a patient's.
-- column amount: The credit, dollars (above zero).
-- column since: Business day since which the balance has been below zero without a break.
-- column age_days: Days from then to the last night.
-- column cause: paid_twice, other_payer_paid, takeback_pending, replaced (of a claim that another one replaces: its payer has not taken back what it said, or that one is not made yet), adjusted_too_far, patient_overpaid, patient_paid_ahead (its insurer has not answered) or unexplained.
-- column identified_on: Day on which it was identified: the night that first showed it.
-- column due_on: Day by which the law wants it returned; NULL where no rule of ours gives one.
-- column days_left: Days from the last night to due_on; below zero: too late.
-- column due_rule: Law that says so.
-- column proposal: refund_payer, wait_for_takeback, correct_adjustment, refund_patient, transfer_to_claim, wait or review: a person decides, by a correction file.
-- column transfer_claim_id: Claim on which the same patient owes most, for transfer_to_claim.
WITH daily AS (
    SELECT p.account, p.claim_id, p.posted_on, sum(p.amount) AS amount
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
    WHERE a.kind IN ('ar_insurer', 'ar_patient')
    GROUP BY ALL
),

item AS (
    SELECT account, claim_id, sum(amount) AS balance FROM daily
    GROUP BY ALL
    HAVING sum(amount) <> 0
),

running AS (
    SELECT
        d.account,
        d.claim_id,
        d.posted_on,
        sum(d.amount) OVER (PARTITION BY d.account, d.claim_id ORDER BY d.posted_on) AS balance
    FROM daily AS d
    INNER JOIN item AS i ON d.account = i.account AND d.claim_id IS NOT DISTINCT FROM i.claim_id AND i.balance < 0
),

turned AS (
    SELECT account, claim_id, max(posted_on) FILTER (WHERE balance >= 0) AS last_not_below FROM running
    GROUP BY ALL
),

credit AS (
    SELECT
        r.account,
        r.claim_id,
        -arg_max(r.balance, r.posted_on) AS amount,
        min(r.posted_on) FILTER (WHERE coalesce(r.posted_on > t.last_not_below, TRUE)) AS since
    FROM running AS r
    INNER JOIN turned AS t ON r.account = t.account AND r.claim_id IS NOT DISTINCT FROM t.claim_id
    GROUP BY ALL
),

told AS (
    SELECT
        x.*,
        core.family_of(c.received_id, c.generation) AS family_id,
        c.received_id,
        c.patient_id,
        c.replaced_on,
        CASE WHEN x.account <> 'ar_patient' THEN split_part(x.account, ':', 2) END AS payer_id
    FROM credit AS x
    LEFT JOIN core.claim AS c ON x.claim_id = c.claim_id
),

-- What the payers of the same encounter said, reversals taken off; of what was replaced, nothing counts for what replaces it.
answer AS (
    SELECT
        core.family_of(k.received_id, k.generation) AS family_id,
        r.claim_id,
        count(*) FILTER (WHERE r.status_code <> '22' AND r.paid_amount > 0)
        - count(*) FILTER (WHERE r.status_code = '22' AND r.paid_amount < 0) AS payments
    FROM core.remit_claim AS r
    INNER JOIN core.claim AS k ON r.claim_id = k.claim_id
    WHERE r.status = 'posted' AND k.received_id IN (SELECT received_id FROM told)
    GROUP BY ALL
),

facts AS (
    SELECT
        t.account,
        t.claim_id,
        coalesce(sum(a.payments) FILTER (WHERE a.claim_id = t.claim_id), 0) AS own_payments,
        coalesce(sum(a.payments) FILTER (WHERE a.claim_id <> t.claim_id), 0) AS other_payments,
        count(a.claim_id) AS answers
    FROM told AS t
    LEFT JOIN answer AS a ON t.family_id = a.family_id
    GROUP BY ALL
),

insured AS (
    SELECT DISTINCT received_id FROM core.claim
    WHERE party = 'insurer' AND live
),

taken AS (
    SELECT DISTINCT claim_id FROM core.takeback
    WHERE status = 'open'
),

written_off AS (
    SELECT p.claim_id, sum(p.amount) AS amount
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
    WHERE a.kind = 'adjustment' AND p.claim_id IN (SELECT claim_id FROM told)
    GROUP BY p.claim_id
),

owing AS (
    SELECT c.patient_id, arg_max(i.claim_id, (i.balance, i.claim_id)) AS claim_id
    FROM item AS i
    INNER JOIN core.claim AS c ON i.claim_id = c.claim_id
    WHERE i.account = 'ar_patient' AND i.balance > 0
    GROUP BY c.patient_id
),

caused AS (
    SELECT
        t.*,
        o.claim_id AS owing_claim_id,
        CASE
            WHEN t.replaced_on IS NOT NULL AND (t.payer_id IS NULL OR k.claim_id IS NULL) THEN 'replaced'
            WHEN t.payer_id IS NULL AND i.received_id IS NOT NULL AND f.answers = 0 THEN 'patient_paid_ahead'
            WHEN t.payer_id IS NULL THEN 'patient_overpaid'
            WHEN k.claim_id IS NOT NULL THEN 'takeback_pending'
            WHEN f.own_payments > 1 THEN 'paid_twice'
            WHEN f.own_payments = 1 AND f.other_payments > 0 THEN 'other_payer_paid'
            WHEN w.amount >= t.amount THEN 'adjusted_too_far'
            ELSE 'unexplained'
        END AS cause
    FROM told AS t
    INNER JOIN facts AS f ON t.account = f.account AND t.claim_id IS NOT DISTINCT FROM f.claim_id
    LEFT JOIN insured AS i ON t.received_id = i.received_id
    LEFT JOIN taken AS k ON t.claim_id = k.claim_id
    LEFT JOIN written_off AS w ON t.claim_id = w.claim_id
    LEFT JOIN owing AS o ON t.patient_id = o.patient_id
)

SELECT
    concat_ws('/', x.account, x.claim_id) AS item_id,
    x.claim_id,
    CASE WHEN x.payer_id IS NULL THEN 'patient' ELSE 'insurer' END AS party,
    x.payer_id,
    x.amount::DECIMAL(14, 2) AS amount,
    x.since,
    getvariable('business_day')::DATE - x.since AS age_days,
    x.cause,
    x.since AS identified_on,
    x.since + r.days AS due_on,
    x.since + r.days - getvariable('business_day')::DATE AS days_left,
    r.source AS due_rule,
    CASE x.cause
        WHEN 'patient_paid_ahead' THEN 'wait'
        WHEN 'patient_overpaid' THEN CASE WHEN x.owing_claim_id IS NULL THEN 'refund_patient' ELSE 'transfer_to_claim' END
        WHEN 'takeback_pending' THEN 'wait_for_takeback'
        WHEN 'replaced' THEN CASE WHEN x.payer_id IS NULL THEN 'wait' ELSE 'wait_for_takeback' END
        WHEN 'adjusted_too_far' THEN 'correct_adjustment'
        WHEN 'unexplained' THEN 'review'
        ELSE 'refund_payer'
    END AS proposal,
    CASE WHEN x.cause = 'patient_overpaid' THEN x.owing_claim_id END AS transfer_claim_id
FROM caused AS x
LEFT JOIN reference.payer AS p ON x.payer_id = p.payer_id
LEFT JOIN reference.refund_rule AS r
    ON p.payer_class = r.payer_class AND x.since >= r.valid_from AND coalesce(x.since <= r.valid_to, TRUE)
ORDER BY item_id
