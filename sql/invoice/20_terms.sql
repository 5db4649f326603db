-- id: terms
-- title: The agreements as tables: sections of the invoice, entries, tiers, units, discounts
-- reads: getvariable('agreements'), JSON as in client.yaml; getvariable('first_day'), getvariable('last_day')
-- one row per agreement (temp table term), then per what each table's comment says
CREATE OR REPLACE TEMP TABLE given_term AS
SELECT unnest(
    from_json(
        getvariable('agreements'),
        '[{"valid_from": "DATE", "valid_to": "DATE", "base": "VARCHAR", "desk_payments": "VARCHAR",
           "pricing": [{"name": "VARCHAR", "by": "VARCHAR", "rate": "DECIMAL(9,4)", "amount": "DECIMAL(14,2)",
                        "payer_classes": ["VARCHAR"], "providers": ["VARCHAR"], "places": ["VARCHAR"],
                        "codes": ["VARCHAR"], "tiers": [{"up_to": "DECIMAL(14,2)", "rate": "DECIMAL(9,4)"}]}],
           "units": "MAP(VARCHAR, DECIMAL(14,2))",
           "flat": "DECIMAL(14,2)", "minimum": "DECIMAL(14,2)", "maximum": "DECIMAL(14,2)", "proration": "VARCHAR",
           "setup_fee": "DECIMAL(14,2)", "discounts": [{"name": "VARCHAR", "percent": "DECIMAL(9,4)",
           "amount": "DECIMAL(14,2)"}], "sales_tax": "DECIMAL(9,4)", "late_fee": "DECIMAL(9,4)",
           "terms_days": "INTEGER", "split_by_physician": "BOOLEAN"}]'
    ),
    recursive := TRUE
);

-- One row per agreement; section: its place among those that hold on a day of the month, NULL for the others.
CREATE OR REPLACE TEMP TABLE term AS
WITH clipped AS (
    SELECT
        *,
        valid_from AS agreement_from,
        greatest(valid_from, getvariable('first_day')) AS covered_from,
        least(coalesce(valid_to, getvariable('last_day')), getvariable('last_day')) AS covered_to,
        getvariable('last_day') - getvariable('first_day') + 1 AS month_days
    FROM given_term
)

SELECT
    *,
    CASE
        WHEN covered_from <= covered_to
            THEN row_number() OVER (PARTITION BY covered_from <= covered_to ORDER BY agreement_from)
    END AS section,
    CASE WHEN proration = 'by_days' THEN covered_to - covered_from + 1 ELSE month_days END AS days
FROM clipped;

-- One row per entry of an agreement, in its order.
CREATE OR REPLACE TEMP TABLE term_entry AS
WITH listed AS (
    SELECT t.agreement_from, n.entry, t.pricing[n.entry] AS e
    FROM term AS t, unnest(range(1, len(t.pricing) + 1)) AS n (entry)
)

SELECT
    agreement_from, entry, e.name, e.by AS priced_by, e.rate, e.amount, e.payer_classes, e.providers, e.places, e.codes,
    e.tiers
FROM listed;

-- One row per tier of an entry by percentage; lower and upper NULL where it is open.
CREATE OR REPLACE TEMP TABLE term_tier AS
WITH listed AS (
    SELECT
        e.agreement_from, e.entry, n.tier,
        e.tiers[n.tier] AS t,
        lag(e.tiers[n.tier].up_to) OVER (PARTITION BY e.agreement_from, e.entry ORDER BY n.tier) AS above
    FROM term_entry AS e, unnest(range(1, len(e.tiers) + 1)) AS n (tier)
)

SELECT agreement_from, entry, tier, above AS lower, t.up_to AS upper, t.rate FROM listed
UNION ALL
SELECT agreement_from, entry, 1 AS tier, NULL AS lower, NULL AS upper, rate FROM term_entry
WHERE priced_by = 'percent' AND rate IS NOT NULL;
