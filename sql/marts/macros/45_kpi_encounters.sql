-- id: kpi_encounters
-- title: How fast visits became charges and claims in each month, and what is not billed at its end
-- one row per month: SELECT * FROM marts.kpi_encounters(DATE '2026-01-01', DATE '2026-11-12')
--
-- A visit counts once, when it first came. What is not billed: visits that are held, at the charge that was sent (one
-- without a charge is excluded), and claims that owe and have not been sent; in days of charges.
CREATE OR REPLACE MACRO marts.kpi_encounters(first_month, as_of_day) AS TABLE
    WITH came AS (
        SELECT coalesce(encounter_id, received_id) AS visit, min(received_on) AS received_on, min(service_from) AS served
        FROM core.encounter
        WHERE received_on <= as_of_day
        GROUP BY ALL
    ),

    lag AS (
        SELECT
            date_trunc('month', received_on)::date AS period,
            sum(received_on - served) AS lag_days,
            median(received_on - served) AS median_days,
            count(served) AS visits,
            count(*) - count(served) AS undated
        FROM came
        GROUP BY ALL
    ),

    states AS (
        SELECT
            v.received_id,
            v.on_day,
            arg_max(v.state, v.rowid) AS state
        FROM core.encounter_event AS v
        WHERE v.on_day <= as_of_day
        GROUP BY ALL
    ),

    spans AS (
        SELECT *, lead(on_day) OVER (PARTITION BY received_id ORDER BY on_day) AS next_day FROM states
    ),

    held AS (
        SELECT m.period, sum(e.charge_received) AS held_charge, count(*) - count(e.charge_received) AS without_charge
        FROM marts.kpi_months(first_month, as_of_day) AS m
        INNER JOIN spans AS s
            ON
                s.state IN ('held_coding', 'held_edit', 'held', 'quarantined')
                AND m.as_of >= s.on_day AND coalesce(m.as_of < s.next_day, TRUE)
        INNER JOIN core.encounter AS e ON s.received_id = e.received_id
        GROUP BY m.period
    ),

    sent AS (
        SELECT claim_id, min(submitted_on) AS first_on FROM core.claim_submission
        WHERE submitted_on <= as_of_day
        GROUP BY claim_id
    ),

    owing AS (
        SELECT p.claim_id, p.posted_on, sum(p.amount) AS amount
        FROM ledger.posting AS p
        INNER JOIN ledger.account AS a ON p.account = a.account
        INNER JOIN core.claim AS c ON p.claim_id = c.claim_id
        LEFT JOIN sent AS s ON p.claim_id = s.claim_id
        WHERE
            a.kind = 'ar_insurer' AND p.posted_on <= as_of_day AND c.origin = 'encounter'
            AND coalesce(p.posted_on < s.first_on, TRUE)
        GROUP BY ALL
    ),

    unsent AS (
        SELECT m.period, sum(o.amount) AS unsent_amount
        FROM marts.kpi_months(first_month, as_of_day) AS m
        INNER JOIN owing AS o ON m.as_of >= o.posted_on
        LEFT JOIN sent AS s ON o.claim_id = s.claim_id
        WHERE coalesce(s.first_on > m.as_of, TRUE)
        GROUP BY m.period
    ),

    turned AS (
        SELECT
            date_trunc('month', s.first_on)::date AS period,
            sum(s.first_on - e.received_on) AS sending_days,
            count(*) AS claims_sent
        FROM sent AS s
        INNER JOIN core.claim AS c ON s.claim_id = c.claim_id AND c.payer_priority = 1
        INNER JOIN core.encounter AS e ON c.received_id = e.received_id
        GROUP BY ALL
    )

    SELECT *
    FROM lag
    FULL JOIN turned USING (period)
    FULL JOIN held USING (period)
    FULL JOIN unsent USING (period);
