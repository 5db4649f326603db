-- id: kpi_claims
-- title: How well claims fared in each month: edits, acceptance, first answers of payers
-- one row per month: SELECT * FROM marts.kpi_claims(DATE '2026-11-12')
--
-- Only what was recorded up to the end of each month counts, so that a past month keeps its figures. Balances taken over
-- from the biller before are not claims of ours and are left out; so are claims in place of others (frequency 7): neither
-- they nor their answers are first.
CREATE OR REPLACE MACRO marts.kpi_claims(as_of_day) AS TABLE
    -- Touched by a person: the visit was held or quarantined, in whatever drop it came.
    WITH touched AS (
        SELECT e.encounter_id, min(v.on_day) AS on_day
        FROM core.encounter_event AS v
        INNER JOIN core.encounter AS e ON v.received_id = e.received_id
        WHERE v.state IN ('held_coding', 'held_edit', 'held', 'quarantined') AND v.on_day <= as_of_day
        GROUP BY e.encounter_id
    ),

    made AS (
        SELECT
            date_trunc('month', c.created_on)::date AS period,
            count(*) AS claims,
            count(*) FILTER (WHERE t.encounter_id IS NULL) AS clean
        FROM core.claim AS c
        LEFT JOIN touched AS t ON c.encounter_id = t.encounter_id AND c.created_on >= t.on_day
        WHERE c.origin = 'encounter' AND c.replaces IS NULL AND c.payer_priority = 1 AND c.created_on <= as_of_day
        GROUP BY ALL
    ),

    answered AS (
        SELECT
            date_trunc('month', recorded_on)::date AS period,
            claim_number,
            bool_or(outcome = 'rejected') AS rejected,
            bool_or(outcome IN ('accepted', 'accepted_with_errors')) AS accepted
        FROM core.claim_event
        WHERE event IN ('ta1', '999', '277ca') AND recorded_on <= as_of_day
        GROUP BY ALL
    ),

    acceptance AS (
        SELECT
            period,
            count(*) FILTER (WHERE accepted AND NOT rejected) AS accepted,
            count(*) FILTER (WHERE accepted OR rejected) AS judged,
            count(*) FILTER (WHERE NOT accepted AND NOT rejected) AS pending
        FROM answered
        GROUP BY period
    ),

    denials AS (
        SELECT DISTINCT remit_claim_id FROM core.remit_adjustment
        WHERE posting = 'open' AND amount > 0
    ),

    -- What payers said of each claim, day by day; a reversal is no answer.
    said AS (
        SELECT
            rc.claim_id,
            coalesce(rc.status_on, r.status_on, r.received_on) AS on_day,
            bool_or(rc.paid_amount > 0 OR coalesce(rc.patient_responsibility, 0) > 0) AS resolved,
            bool_or(d.remit_claim_id IS NOT NULL) AS denied
        FROM core.remit_claim AS rc
        INNER JOIN core.remittance AS r ON rc.remittance_id = r.remittance_id
        INNER JOIN core.claim AS c ON rc.claim_id = c.claim_id
        LEFT JOIN denials AS d ON rc.remit_claim_id = d.remit_claim_id
        WHERE rc.status = 'posted' AND rc.status_code IS DISTINCT FROM '22' AND c.origin = 'encounter' AND c.replaces IS NULL
        GROUP BY ALL
    ),

    firsts AS (
        SELECT *, on_day = min(on_day) OVER (PARTITION BY claim_id) AS first_answer
        FROM said
        WHERE on_day <= as_of_day
    ),

    sent AS (
        SELECT claim_id, min(submitted_on) AS first_on, min(submitted_on) FILTER (WHERE sequence > 1) AS again_on
        FROM core.claim_submission
        WHERE submitted_on <= as_of_day
        GROUP BY claim_id
    ),

    judged AS (
        SELECT
            date_trunc('month', f.on_day)::date AS period,
            count(DISTINCT f.claim_id) AS adjudicated,
            count(*) FILTER (
                WHERE f.first_answer AND f.resolved AND coalesce(s.again_on > f.on_day, TRUE)
            ) AS first_pass,
            count(*) FILTER (WHERE f.first_answer AND f.denied) AS denied,
            sum(c.charge) FILTER (WHERE f.first_answer AND f.denied) AS denied_charge
        FROM firsts AS f
        INNER JOIN core.claim AS c ON f.claim_id = c.claim_id
        LEFT JOIN sent AS s ON f.claim_id = s.claim_id
        GROUP BY ALL
    ),

    submitted AS (
        SELECT date_trunc('month', s.first_on)::date AS period, count(*) AS claims, sum(c.charge) AS charge
        FROM sent AS s
        INNER JOIN core.claim AS c ON s.claim_id = c.claim_id
        WHERE c.origin = 'encounter' AND c.replaces IS NULL
        GROUP BY ALL
    ),

    before AS (
        SELECT
            (period + to_months(n.later))::date AS period,
            sum(claims) AS sent_claims,
            sum(charge) AS sent_charge,
            least(3, date_diff('month', (SELECT min(x.period) FROM submitted AS x), (period + to_months(n.later))::date))
                AS sent_months
        FROM submitted
        CROSS JOIN (VALUES (1), (2), (3)) AS n (later)
        GROUP BY ALL
    )

    SELECT *
    FROM made
    FULL JOIN acceptance USING (period)
    FULL JOIN judged USING (period)
    FULL JOIN before USING (period);
