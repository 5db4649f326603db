-- id: kpi_receivables
-- title: Receivables at the end of each month, what of them is older than 90 and 120 days, and credits
-- one row per month: SELECT * FROM marts.kpi_receivables(DATE '2026-01-01', DATE '2026-11-12')
CREATE OR REPLACE MACRO marts.kpi_receivables(first_month, as_of_day) AS TABLE
    WITH moved AS (
        SELECT
            p.account,
            p.claim_id,
            greatest(date_trunc('month', p.posted_on)::date, date_trunc('month', first_month)::date) AS period,
            sum(p.amount) AS amount,
            min(p.effective_on) FILTER (WHERE p.amount > 0) AS debit_day,
            min(p.effective_on) AS any_day
        FROM ledger.posting AS p
        INNER JOIN ledger.account AS a ON p.account = a.account
        WHERE a.kind IN ('ar_insurer', 'ar_patient') AND p.posted_on <= as_of_day
        GROUP BY ALL
    ),

    -- What an item owes from the month of a movement until the month of the next.
    running AS (
        SELECT
            account,
            claim_id,
            period AS from_period,
            lead(period) OVER item AS next_period,
            sum(amount) OVER item AS amount,
            coalesce(min(debit_day) OVER item, min(any_day) OVER item) AS responsible_day
        FROM moved
        WINDOW item AS (PARTITION BY account, claim_id ORDER BY period)
    ),

    items AS (
        SELECT
            m.period,
            m.as_of,
            r.account = 'ar_patient' AS of_patient,
            r.amount,
            m.as_of - coalesce(c.service_from, r.responsible_day) AS service_age,
            m.as_of - r.responsible_day AS responsible_age
        FROM running AS r
        INNER JOIN marts.kpi_months(first_month, as_of_day) AS m
            ON r.from_period <= m.period AND coalesce(r.next_period > m.period, TRUE)
        LEFT JOIN core.claim AS c ON r.claim_id = c.claim_id
        WHERE r.amount <> 0
    )

    SELECT
        period,
        sum(amount) AS net,
        sum(amount) FILTER (WHERE amount > 0) AS owed,
        sum(amount) FILTER (WHERE amount > 0 AND service_age > 90) AS service_90,
        sum(amount) FILTER (WHERE amount > 0 AND service_age > 120) AS service_120,
        sum(amount) FILTER (WHERE amount > 0 AND responsible_age > 90) AS responsible_90,
        sum(amount) FILTER (WHERE amount > 0 AND responsible_age > 120) AS responsible_120,
        -sum(amount) FILTER (WHERE amount < 0 AND NOT of_patient) AS insurer_credit,
        -sum(amount) FILTER (WHERE amount < 0 AND of_patient) AS patient_credit,
        count(*) FILTER (WHERE amount < 0) AS credits
    FROM items
    GROUP BY period;
