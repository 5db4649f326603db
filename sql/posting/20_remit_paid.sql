-- id: remit_paid
-- title: What the payer paid settles its receivable
-- when: remittances
-- one row per transfer: debit cash in transit, credit receivable, for each remitted line and, where CLP04 differs from the
-- sum of its lines (adjustments at claim level, or no lines), for the rest at claim level
WITH paid AS (
    SELECT s.remit_claim_id, l.line_id, l.paid_amount AS amount, l.source_position
    FROM settled AS s
    INNER JOIN core.remit_line AS l USING (remit_claim_id)
    UNION ALL
    SELECT
        s.remit_claim_id,
        NULL AS line_id,
        s.paid_amount - coalesce(sum(l.paid_amount), 0) AS amount,
        s.source_position
    FROM settled AS s
    LEFT JOIN core.remit_line AS l USING (remit_claim_id)
    GROUP BY s.remit_claim_id, s.paid_amount, s.source_position
)

SELECT
    'remit:' || s.remit_claim_id AS transaction_id,
    'cash:in_transit' AS debit,
    s.account AS credit,
    p.amount,
    s.effective_on,
    s.claim_id,
    p.line_id,
    s.payer_id,
    s.source_file,
    p.source_position,
    'remit_paid' AS rule,
    s.corrects
FROM paid AS p
INNER JOIN settled AS s USING (remit_claim_id)
