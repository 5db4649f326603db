-- id: items
-- title: What the decisions of this turn could act on: balances of the encounters, claims and payments that they name
-- reads: due_correction (variable turn), core.claim, core.claim_line, core.patient_payment, ledger.posting

-- one row per decision of this turn; claim_fault: why the claim that it names is none to act on
CREATE OR REPLACE TEMP TABLE turn_correction AS
WITH first_claim AS (
    SELECT received_id, arg_min(claim_id, (payer_priority, claim_id)) AS claim_id, count(*) AS claims
    FROM core.claim
    WHERE live
    GROUP BY received_id
)

SELECT
    k.* EXCLUDE (claim_id, payment_id, line_id),
    d.claim_id,
    CASE
        WHEN d.claim_id IS NULL AND d.choices > 1 THEN 'balances of several parties were taken over under this number; say whose'
        WHEN d.claim_id IS NULL THEN 'no claim of this practice has this number'
        WHEN NOT c.live THEN 'the claim is voided or replaced'
    END AS claim_fault,
    d.payment_id,
    d.reversed_id,
    d.received_id,
    c.live,
    c.payer_id AS claim_payer,
    f.claim_id AS first_claim_id,
    f.claims AS live_claims,
    l.line_id AS named_line_id
FROM core.correction AS k
INNER JOIN due_correction AS d ON k.correction_id = d.correction_id
LEFT JOIN core.claim AS c ON d.claim_id = c.claim_id
LEFT JOIN core.claim_line AS l ON d.claim_id = l.claim_id AND k.line_number = l.line_number
LEFT JOIN first_claim AS f ON d.received_id = f.received_id
WHERE d.turn = getvariable('turn');

-- one row per claim, line (NULL: the claim's own) and account of the encounters named, with what it holds
CREATE OR REPLACE TEMP TABLE held_on_line AS
SELECT c.received_id, p.claim_id, p.line_id, p.account, sum(p.amount) AS amount
FROM ledger.posting AS p
INNER JOIN core.claim AS c ON p.claim_id = c.claim_id
WHERE
    p.claim_id IN (
        SELECT s.claim_id FROM core.claim AS s
        WHERE s.received_id IN (SELECT t.received_id FROM turn_correction AS t)
    )
GROUP BY ALL;

-- one row per claim and account of them
CREATE OR REPLACE TEMP TABLE held AS
SELECT
    h.received_id, h.claim_id, h.account, c.payer_id, sum(h.amount) AS amount,
    CASE WHEN starts_with(h.account, 'ar_insurer:') OR h.account = 'refund_payable:payer' THEN c.payer_id ELSE 'patient' END
        AS owner
FROM held_on_line AS h
INNER JOIN core.claim AS c ON h.claim_id = c.claim_id AND c.live
GROUP BY ALL
HAVING sum(h.amount) <> 0;

-- one row per patient payment named: the account that holds its money, and what is left there
CREATE OR REPLACE TEMP TABLE held_payment AS
WITH moved AS (
    SELECT
        payment_id,
        sum(CASE WHEN kind IN ('refund', 'payment_applied') THEN posted_amount ELSE 0 END) AS left_account,
        sum(CASE kind WHEN 'refund' THEN posted_amount WHEN 'refund_paid' THEN -posted_amount ELSE 0 END) AS owed_back
    FROM core.correction
    WHERE status = 'applied' AND payment_id IN (SELECT t.payment_id FROM turn_correction AS t)
    GROUP BY payment_id
)

SELECT
    p.payment_id,
    CASE WHEN p.claim_number IS NULL THEN 'unapplied:patient' ELSE 'suspense:patient' END AS account,
    p.amount - coalesce(m.left_account, 0) AS amount,
    coalesce(m.owed_back, 0) AS owed_back
FROM core.patient_payment AS p
LEFT JOIN moved AS m ON p.payment_id = m.payment_id
WHERE p.claim_id IS NULL AND p.payment_id IN (SELECT t.payment_id FROM turn_correction AS t);
