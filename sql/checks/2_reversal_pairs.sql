-- id: reversal_pairs
-- law: 2
-- title: A reversal takes back one remitted claim, by its opposite amounts, and its postings name that one
-- scope: remittance
-- one row per reversal that does not, and per remitted claim taken back twice
WITH reversal AS (
    SELECT remit_claim_id, reverses, claim_id, charge_amount, paid_amount FROM core.remit_claim
    WHERE reverses IS NOT NULL AND remittance_id IN (SELECT remittance_id FROM touched_remittance)
),

named AS (
    SELECT transaction_id, min(corrects) AS first_named, max(corrects) AS last_named FROM ledger.posting
    WHERE transaction_id IN (SELECT 'remit:' || remit_claim_id FROM reversal)
    GROUP BY transaction_id
)

SELECT v.remit_claim_id, v.reverses
FROM reversal AS v
LEFT JOIN core.remit_claim AS o ON v.reverses = o.remit_claim_id
LEFT JOIN named AS n ON n.transaction_id = 'remit:' || v.remit_claim_id
WHERE
    coalesce(o.status <> 'posted' OR o.status_code = '22', TRUE)
    OR o.claim_id IS DISTINCT FROM v.claim_id
    OR o.charge_amount <> -v.charge_amount
    OR o.paid_amount <> -v.paid_amount
    OR n.first_named <> 'remit:' || v.reverses
    OR n.last_named <> 'remit:' || v.reverses
UNION ALL
SELECT min(d.remit_claim_id) AS remit_claim_id, d.reverses
FROM core.remit_claim AS d
WHERE d.reverses IN (SELECT reverses FROM reversal)
GROUP BY d.reverses
HAVING count(*) > 1
