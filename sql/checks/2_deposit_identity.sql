-- id: deposit_identity
-- law: 2
-- title: Cash in transit is what remittances say was paid and no deposit has brought
-- scope: everything
-- one row when the ledger's cash in transit differs from the remittances less their deposits and fees
WITH ledger AS (
    SELECT coalesce(sum(amount), 0) AS amount FROM ledger.posting
    WHERE account = 'cash:in_transit'
),

paid AS (
    SELECT coalesce(sum(paid_amount), 0) AS amount FROM core.remittance
    WHERE status IN ('posted', 'suspended')
),

deposited AS (
    SELECT coalesce(sum(amount + fee), 0) AS amount FROM core.deposit_match
)

SELECT l.amount AS in_transit, p.amount AS paid, d.amount AS deposited
FROM ledger AS l
CROSS JOIN paid AS p
CROSS JOIN deposited AS d
WHERE l.amount <> p.amount - d.amount
