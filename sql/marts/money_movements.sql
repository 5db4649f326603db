-- title: Movements of the receivables
-- one row per: posting day, party and payer with a movement
-- column posted_on: Business day of the night that posted it.
-- column party: insurer or patient: whose balance moved.
-- column payer_id: Payer whose balance moved; NULL for patients.
-- column charges: Charged, dollars; raises the balance.
-- column payments: Paid, dollars; lowers the balance (negative: taken back).
-- column adjustments: Adjusted off, dollars; lowers the balance.
-- column transfers: Moved here from the other party, dollars (negative: moved away); nets to zero over parties.
-- column change: Change of the balance: charges - payments - adjustments + transfers.
WITH legs AS (
    SELECT
        p.transaction_id,
        p.posted_on,
        a.kind,
        p.amount,
        CASE a.kind WHEN 'ar_insurer' THEN 'insurer' WHEN 'ar_patient' THEN 'patient' END AS party,
        CASE a.kind WHEN 'ar_insurer' THEN coalesce(a.payer_id, p.payer_id) END AS payer_id
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
),

-- What stands against the receivables in a transaction belongs to its insurer, or to the patient without one; what
-- then is left of a party's change was moved between the parties.
against AS (
    SELECT
        transaction_id,
        -sum(amount) FILTER (WHERE kind = 'charges') AS charges,
        sum(amount) FILTER (WHERE kind NOT IN ('ar_insurer', 'ar_patient', 'charges', 'adjustment')) AS payments,
        sum(amount) FILTER (WHERE kind = 'adjustment') AS adjustments
    FROM legs
    GROUP BY transaction_id
),

balances AS (
    SELECT
        transaction_id,
        posted_on,
        party,
        payer_id,
        sum(amount) AS change,
        row_number() OVER (PARTITION BY transaction_id ORDER BY party, payer_id) = 1 AS first_party
    FROM legs
    WHERE party IS NOT NULL
    GROUP BY transaction_id, posted_on, party, payer_id
),

moved AS (
    SELECT
        b.posted_on,
        b.party,
        b.payer_id,
        b.change,
        CASE WHEN b.first_party THEN coalesce(a.charges, 0) ELSE 0 END AS charges,
        CASE WHEN b.first_party THEN coalesce(a.payments, 0) ELSE 0 END AS payments,
        CASE WHEN b.first_party THEN coalesce(a.adjustments, 0) ELSE 0 END AS adjustments
    FROM balances AS b
    INNER JOIN against AS a ON b.transaction_id = a.transaction_id
)

SELECT
    posted_on,
    party,
    payer_id,
    sum(charges)::DECIMAL(14, 2) AS charges,
    sum(payments)::DECIMAL(14, 2) AS payments,
    sum(adjustments)::DECIMAL(14, 2) AS adjustments,
    sum(change - charges + payments + adjustments)::DECIMAL(14, 2) AS transfers,
    sum(change)::DECIMAL(14, 2) AS change
FROM moved
GROUP BY posted_on, party, payer_id
ORDER BY posted_on, party, payer_id
