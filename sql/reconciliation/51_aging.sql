-- id: aging
-- title: Tonight's receivables by age, for every basis: what marts.ar_aging_as_of says of tonight, from the folded receivables
-- one row per basis, party, payer and bucket
DELETE FROM marts.ar_aging
WHERE as_of = getvariable('business_day');

INSERT INTO marts.ar_aging BY NAME
WITH tonight AS (
    SELECT
        account,
        claim_id,
        sum(amount) AS amount,
        min(posted_on) FILTER (WHERE amount > 0) AS debited_on,
        min(posted_on) AS posted_on,
        min(effective_on) FILTER (WHERE amount > 0) AS debit_effective_on,
        min(effective_on) AS effective_on
    FROM ledger.posting
    WHERE
        posted_on = getvariable('business_day')
        AND (account = 'ar_patient' OR starts_with(account, 'ar_insurer:'))
    GROUP BY account, claim_id
),

item AS (
    SELECT i.*
    FROM folded.ar_item AS i
    ANTI JOIN tonight AS t ON i.account = t.account AND i.claim_id IS NOT DISTINCT FROM t.claim_id
    WHERE i.amount <> 0
    UNION ALL BY NAME
    SELECT
        t.account,
        t.claim_id,
        t.amount + coalesce(i.amount, 0) AS amount,
        least(t.debited_on, i.debited_on) AS debited_on,
        least(t.posted_on, i.posted_on) AS posted_on,
        least(t.debit_effective_on, i.debit_effective_on) AS debit_effective_on,
        least(t.effective_on, i.effective_on) AS effective_on
    FROM tonight AS t
    LEFT JOIN folded.ar_item AS i ON t.account = i.account AND t.claim_id IS NOT DISTINCT FROM i.claim_id
    WHERE t.amount + coalesce(i.amount, 0) <> 0
),

billed AS (
    SELECT claim_id, max(submitted_on) AS billed_day FROM core.claim_submission
    WHERE claim_id IN (SELECT claim_id FROM item) AND submitted_on <= getvariable('business_day')
    GROUP BY claim_id
),

based AS (
    SELECT
        i.account,
        i.claim_id,
        i.amount,
        coalesce(c.service_from, i.debit_effective_on, i.effective_on) AS service,
        coalesce(CASE WHEN i.account <> 'ar_patient' THEN b.billed_day END, i.debit_effective_on, i.effective_on) AS billed,
        coalesce(i.debited_on, i.posted_on) AS posted,
        coalesce(i.debit_effective_on, i.effective_on) AS responsibility
    FROM item AS i
    LEFT JOIN core.claim AS c ON i.claim_id = c.claim_id
    LEFT JOIN billed AS b ON i.claim_id = b.claim_id
),

aged AS (
    UNPIVOT based ON service, billed, posted, responsibility INTO NAME basis VALUE base_day
)

SELECT
    getvariable('business_day') AS as_of,
    basis,
    CASE WHEN account = 'ar_patient' THEN 'patient' ELSE 'insurer' END AS party,
    CASE WHEN account <> 'ar_patient' THEN split_part(account, ':', 2) END AS payer_id,
    marts.ar_bucket(amount, getvariable('business_day') - base_day) AS bucket,
    count(claim_id) AS claims,
    sum(amount) AS amount
FROM aged
GROUP BY ALL
ORDER BY basis, party, payer_id, bucket;
