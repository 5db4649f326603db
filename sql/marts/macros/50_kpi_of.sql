-- id: kpi_of
-- title: The measures of the months up to a day, each month as it was known at its end
-- one row per month, measure, variant and basis: SELECT * FROM marts.kpi_of(DATE '2026-01-01', DATE '2026-11-12')
--
-- Every value is one division of sums, never an average of averages: numerator * scale / denominator. A ratio without a
-- denominator has no value. The last month is measured as of as_of_day.
CREATE OR REPLACE MACRO marts.kpi_of(first_month, as_of_day) AS TABLE
    WITH began AS (
        SELECT min(day) AS first_day
        FROM (
            SELECT min(received_on) AS day FROM core.encounter
            UNION ALL
            SELECT min(posted_on) AS day FROM ledger.posting
        ) AS f
    ),

    measured AS (
        SELECT
            m.period,
            m.as_of,
            -- Each field of a row becomes a column.
            unnest([  -- noqa: AL03
                marts.kpi_row('receivables', 'all', NULL, r.net, NULL, 1, 0),
                marts.kpi_row('days_in_ar', '90_days_credits_netted', NULL, r.net, c.charges_90, c.days_90, 0),
                marts.kpi_row('days_in_ar', '90_days_debits_only', NULL, r.owed, c.charges_90, c.days_90, r.credits),
                marts.kpi_row(
                    'days_in_ar', '6_months_weekdays', NULL, r.net, c.charges_6_months, c.weekdays_6_months, 0
                ),
                marts.kpi_row('ar_over_90', 'all', 'service', r.service_90, r.owed, 100, r.credits),
                marts.kpi_row('ar_over_90', 'all', 'responsibility', r.responsible_90, r.owed, 100, r.credits),
                marts.kpi_row('ar_over_120', 'all', 'service', r.service_120, r.owed, 100, r.credits),
                marts.kpi_row('ar_over_120', 'all', 'responsibility', r.responsible_120, r.owed, 100, r.credits),
                marts.kpi_row('credit_balances', 'insurer', NULL, r.insurer_credit, NULL, 1, 0),
                marts.kpi_row('credit_balances', 'patient', NULL, r.patient_credit, NULL, 1, 0),
                marts.kpi_row('charged', 'all', NULL, c.charges, NULL, 1, 0),
                marts.kpi_row('collected', 'all', NULL, p.collected, NULL, 1, 0),
                marts.kpi_row(
                    'gross_collection_rate', 'posted', NULL, p.billed_collected, c.charges, 100, p.excluded_claims
                ),
                marts.kpi_row(
                    'net_collection_rate', 'posted', NULL, p.billed_collected, p.collectable, 100, p.excluded_claims
                ),
                marts.kpi_row(
                    'net_collection_rate', 'matched', 'service', p.matched_collected, p.matched_collectable, 100, 0
                ),
                marts.kpi_row('denial_write_offs', 'all', NULL, p.denied, p.collectable, 100, 0),
                marts.kpi_row('clean_claim_rate', 'all', NULL, k.clean, k.claims, 100, 0),
                marts.kpi_row('acceptance_rate', 'all', NULL, k.accepted, k.judged, 100, k.pending),
                marts.kpi_row('first_pass_resolution', 'all', NULL, k.first_pass, k.adjudicated, 100, 0),
                marts.kpi_row('initial_denial_rate', 'claims', NULL, k.denied, k.sent_claims, 100 * k.sent_months, 0),
                marts.kpi_row(
                    'initial_denial_rate', 'dollars', NULL, k.denied_charge, k.sent_charge, 100 * k.sent_months, 0
                ),
                marts.kpi_row('charge_lag', 'mean', 'service', e.lag_days, e.visits, 1, e.undated),
                marts.kpi_row(
                    'charge_lag', 'median', 'service', e.median_days, CASE WHEN e.visits > 0 THEN 1 END, 1, e.undated
                ),
                marts.kpi_row('submission_lag', 'mean', 'received', e.sending_days, e.claims_sent, 1, 0),
                marts.kpi_row(
                    'not_billed', 'held_visits', NULL, e.held_charge, c.charges_90, c.days_90, e.without_charge
                ),
                marts.kpi_row('not_billed', 'unsent_claims', NULL, e.unsent_amount, c.charges_90, c.days_90, 0)
            ], recursive := TRUE)
        FROM marts.kpi_months(first_month, as_of_day) AS m
        LEFT JOIN marts.kpi_charges(first_month, as_of_day) AS c ON m.period = c.period
        LEFT JOIN marts.kpi_receivables(first_month, as_of_day) AS r ON m.period = r.period
        LEFT JOIN marts.kpi_money(as_of_day) AS p ON m.period = p.period
        LEFT JOIN marts.kpi_claims(as_of_day) AS k ON m.period = k.period
        LEFT JOIN marts.kpi_encounters(first_month, as_of_day) AS e ON m.period = e.period
        CROSS JOIN began AS b
        -- Of the months before the books began there is nothing to say.
        WHERE m.as_of >= coalesce(least(b.first_day, as_of_day), as_of_day)
    )

    SELECT
        m.period,
        m.measure,
        m.variant,
        d.unit,
        m.numerator,
        CASE WHEN d.unit <> 'dollars' THEN m.denominator END AS denominator,
        m.scale,
        CASE
            WHEN d.unit = 'dollars' THEN m.numerator
            WHEN m.denominator <> 0 THEN round(m.numerator * m.scale / m.denominator, 4)
        END::decimal(14, 4) AS value,
        m.as_of,
        m.basis,
        m.excluded,
        d.formula,
        d.source
    FROM measured AS m
    INNER JOIN marts.kpi_definition() AS d ON m.measure = d.measure AND m.variant = d.variant;
