-- id: takeback_allocated
-- title: A provider-level adjustment that a person ties to a claim, or whose reversal is released, is posted again on it
-- when: remittances
-- one row per transfer: its first posting taken back, and the same again on the claim
WITH allocated AS (
    SELECT p.provider_adjustment_id, p.account, p.amount, p.claim_id, r.payer_id, k.decided_on, k.source_file, k.source_line
    FROM core.remit_event AS e
    INNER JOIN core.correction AS k ON e.correction_id = k.correction_id
    INNER JOIN core.provider_adjustment AS p ON e.provider_adjustment_id = p.provider_adjustment_id
    INNER JOIN core.remittance AS r ON p.remittance_id = r.remittance_id
    WHERE e.status_on = getvariable('business_day')
)

SELECT
    'allocate:' || a.provider_adjustment_id AS transaction_id,
    CASE t.again WHEN TRUE THEN a.account ELSE 'cash:in_transit' END AS debit,
    CASE t.again WHEN TRUE THEN 'cash:in_transit' ELSE a.account END AS credit,
    a.amount,
    a.decided_on AS effective_on,
    CASE WHEN t.again THEN a.claim_id END AS claim_id,
    a.payer_id,
    a.source_file,
    a.source_line AS source_position,
    'takeback_allocated' AS rule,
    'plb:' || a.provider_adjustment_id AS corrects
FROM allocated AS a
CROSS JOIN (VALUES (FALSE), (TRUE)) AS t (again)
