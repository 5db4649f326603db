-- id: correction_posted
-- law: 2
-- title: Every applied decision about money is in the ledger once, and moves what it says between the accounts it names
-- scope: everything
-- one row per decision and account where the ledger differs; of a void only its charges (voided_claim_empty looks at the
-- rest), and so of a replacement
WITH decision AS (
    SELECT * FROM core.correction
    WHERE
        status = 'applied' AND kind NOT IN ('remittance', 'deposit', 'rebill')
        AND (settled_on = getvariable('business_day') OR getvariable('whole_history'))
),

said AS (
    SELECT correction_id, credit_account AS account, -posted_amount AS amount FROM decision
    WHERE kind NOT IN ('void', 'replace')
    UNION ALL
    SELECT correction_id, debit_account AS account, posted_amount AS amount FROM decision
    WHERE kind NOT IN ('void', 'replace')
    UNION ALL
    SELECT correction_id, 'charges' AS account, posted_amount AS amount FROM decision
    WHERE kind IN ('void', 'replace')
),

posted AS (
    SELECT substr(transaction_id, 12) AS correction_id, account, rule, sum(amount) AS amount FROM ledger.posting
    WHERE
        starts_with(transaction_id, 'correction:')
        AND (posted_on = getvariable('business_day') OR getvariable('whole_history'))
    GROUP BY ALL
)

SELECT
    coalesce(s.correction_id, p.correction_id) AS correction_id, coalesce(s.account, p.account) AS account,
    s.amount AS said, p.amount AS posted
FROM said AS s
FULL JOIN posted AS p ON s.correction_id = p.correction_id AND s.account = p.account
WHERE
    coalesce(s.amount, 0) <> coalesce(p.amount, 0)
    AND (coalesce(p.rule NOT IN ('charge_voided', 'charge_replaced'), TRUE) OR p.account = 'charges')
