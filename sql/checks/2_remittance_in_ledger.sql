-- id: remittance_in_ledger
-- law: 2
-- title: Every cent of BPR02 is in the ledger, and nothing of a held or rejected remittance
-- scope: remittance
-- one row per remittance whose cash in transit differs
WITH posted AS (
    SELECT substr(split_part(transaction_id, ':', 2), 1, 21) AS remittance_id, sum(amount) AS amount
    FROM ledger.posting
    WHERE
        account = 'cash:in_transit'
        AND split_part(transaction_id, ':', 1) IN ('remit', 'suspend', 'plb', 'release', 'allocate')
        -- Since the first of the remittances looked at came: a decision may come long after it.
        AND posted_on >= (
            SELECT min(m.received_on) FROM core.remittance AS m
            WHERE m.remittance_id IN (SELECT t.remittance_id FROM touched_remittance AS t)
        )
    GROUP BY ALL
)

SELECT r.remittance_id, r.status, r.paid_amount, p.amount AS posted
FROM core.remittance AS r
LEFT JOIN posted AS p ON r.remittance_id = p.remittance_id
WHERE
    r.remittance_id IN (SELECT remittance_id FROM touched_remittance)
    AND CASE WHEN r.status IN ('held', 'rejected') THEN 0 ELSE r.paid_amount END <> coalesce(p.amount, 0)
