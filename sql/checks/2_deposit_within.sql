-- id: deposit_within
-- law: 2
-- title: No deposit pays more than the bank received
-- scope: everything
-- one row per deposit whose matches are together more than it, of the other sign, or not what its status says
WITH matched AS (
    SELECT deposit_id, sum(amount) AS amount FROM core.deposit_match
    GROUP BY deposit_id
    HAVING max(matched_on) = getvariable('business_day') OR getvariable('whole_history')
)

SELECT m.deposit_id, d.amount AS received, m.amount AS matched
FROM matched AS m
LEFT JOIN core.bank_deposit AS d ON m.deposit_id = d.deposit_id
WHERE
    d.deposit_id IS NULL
    OR (d.amount > 0 AND NOT m.amount BETWEEN 0 AND d.amount)
    OR (d.amount < 0 AND m.amount <> d.amount)
    OR d.status IS DISTINCT FROM CASE
        WHEN d.amount < 0 THEN 'returned'
        WHEN m.amount = d.amount THEN 'matched'
        WHEN m.amount = 0 THEN 'unmatched'
        ELSE 'part'
    END
