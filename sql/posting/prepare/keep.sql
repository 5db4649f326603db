-- id: keep
-- title: Append tonight's proposed transactions that the ledger does not have
-- one row per posting: proposals of one transaction, account, claim, line and rule are one posting
CREATE OR REPLACE TEMP TABLE to_post AS
WITH new_transfer AS (
    SELECT p.*
    FROM proposed AS p
    WHERE
        p.transaction_id NOT IN (
            SELECT transaction_id FROM ledger.posting
            WHERE posted_on = getvariable('business_day')
        )
),

side AS (
    SELECT
        transaction_id, credit AS account, -amount AS amount, effective_on, claim_id, line_id, payer_id, source_file,
        source_position, rule, corrects
    FROM new_transfer
    UNION ALL
    SELECT
        transaction_id, debit AS account, amount, effective_on,
        coalesce(debit_claim_id, claim_id) AS claim_id,
        CASE WHEN debit_claim_id IS NULL THEN line_id ELSE debit_line_id END AS line_id,
        CASE WHEN debit_claim_id IS NULL THEN payer_id ELSE debit_payer_id END AS payer_id,
        source_file, source_position, rule, corrects
    FROM new_transfer
),

summed AS (
    SELECT
        transaction_id, account, cast(sum(amount) AS DECIMAL(14, 2)) AS amount, effective_on, claim_id, line_id,
        payer_id, source_file, min(source_position) AS source_position, rule, corrects
    FROM side
    GROUP BY ALL
    HAVING sum(amount) <> 0
)

SELECT
    transaction_id || '/' || printf('%03d', row_number() OVER (
        PARTITION BY transaction_id
        ORDER BY account, claim_id, line_id, rule, effective_on, payer_id, source_file, corrects
    )) AS posting_id,
    *,
    getvariable('business_day') AS posted_on
FROM summed;

INSERT INTO ledger.account BY NAME
SELECT DISTINCT
    t.account,
    split_part(t.account, ':', 1) AS kind,
    CASE WHEN starts_with(t.account, 'ar_insurer:') THEN split_part(t.account, ':', 2) END AS payer_id,
    CASE t.account
        WHEN 'ar_patient' THEN 'Owed by patients'
        WHEN 'charges' THEN 'Charges billed (credits)'
        WHEN 'cash:in_transit' THEN 'Paid by insurers, not yet seen at the bank'
        WHEN 'cash:bank' THEN 'Insurer payments seen at the bank'
        WHEN 'cash:patient' THEN 'Paid by patients'
        WHEN 'suspense:claim' THEN 'Insurer money of claims out of balance or unmatched'
        WHEN 'suspense:transaction' THEN 'Insurer money of transaction sets out of balance'
        WHEN 'suspense:patient' THEN 'Patient money whose claim is not known'
        WHEN 'unapplied:patient' THEN 'Patient money that names no claim'
        WHEN 'refund_payable:payer' THEN 'Credits owed back to insurers'
        WHEN 'refund_payable:patient' THEN 'Credits owed back to patients'
        WHEN 'opening' THEN 'Open in the system before, taken over at go-live (credits)'
        WHEN 'interest:payer' THEN 'Interest paid by payers (credits)'
        WHEN 'adjustment:contractual' THEN 'Charges given up under contracts'
        WHEN 'adjustment:administrative' THEN 'Charges given up by errors and decisions of the office'
        WHEN 'adjustment:timely_filing' THEN 'Charges given up because a filing limit had passed'
        WHEN 'adjustment:small_balance' THEN 'Balances given up as too small to collect'
        WHEN 'adjustment:bad_debt' THEN 'Balances given up as uncollectible'
        WHEN 'adjustment:charity' THEN 'Balances given up under the charity policy'
        WHEN 'adjustment:denial' THEN 'Denied charges given up without appeal'
        ELSE CASE
            WHEN starts_with(t.account, 'ar_insurer:') THEN 'Owed by payer ' || split_part(t.account, ':', 2)
            ELSE 'Provider-level adjustments with reason ' || split_part(t.account, ':', 2)
        END
    END AS description
FROM to_post AS t
ANTI JOIN ledger.account AS a ON t.account = a.account
ORDER BY t.account;

INSERT INTO ledger.posting BY NAME
SELECT * FROM to_post
ORDER BY posting_id;
