-- id: ar_aging_as_of
-- title: Receivables by age as they were known at the end of a business day
-- one row per party, payer and bucket: SELECT * FROM marts.ar_aging_as_of(DATE '2026-11-30', 'responsibility')
--
-- The age of an item is counted from its base day: basis is service, billed, posted or responsibility
-- (marts.ar_open_items_as_of says what each is), or all: each of these, four times the rows. Day 0 is the base day.
CREATE OR REPLACE MACRO marts.ar_aging_as_of(as_of_day, aging_basis) AS TABLE
    WITH asked AS (
        SELECT b.basis
        FROM (VALUES ('service'), ('billed'), ('posted'), ('responsibility')) AS b (basis)
        WHERE
            CASE
                WHEN aging_basis IN ('service', 'billed', 'posted', 'responsibility', 'all')
                    THEN aging_basis IN (b.basis, 'all')
                ELSE error('basis must be service, billed, posted, responsibility or all')
            END
    ),

    aged AS (
        SELECT
            k.basis,
            i.party,
            i.payer_id,
            i.claim_id,
            i.amount,
            as_of_day - CASE k.basis
                WHEN 'service' THEN i.service_day
                WHEN 'billed' THEN i.billed_day
                WHEN 'posted' THEN i.posted_day
                WHEN 'responsibility' THEN i.responsible_day
            END AS days
        FROM marts.ar_open_items_as_of(as_of_day) AS i
        CROSS JOIN asked AS k
    )

    SELECT
        as_of_day AS as_of,
        basis,
        party,
        payer_id,
        marts.ar_bucket(amount, days) AS bucket,
        count(claim_id) AS claims,
        cast(sum(amount) AS decimal(14, 2)) AS amount
    FROM aged
    GROUP BY ALL
