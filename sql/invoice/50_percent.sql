-- id: percent
-- title: Lines with a base: the percentages, those on money of earlier months, and what is in no percentage
-- reads: share, term, term_entry, term_tier
-- one row per agreement, entry, tier, physician where split, and kind (temp table drafted_line: all lines, in their order)
CREATE OR REPLACE TEMP TABLE drafted_line AS
WITH summed AS (
    SELECT agreement_from, kind, entry, tier, physician, sum(amount)::DECIMAL(14, 2) AS base_amount
    FROM share
    GROUP BY ALL
),

priced AS (
    SELECT
        s.*, t.section, e.name, r.rate,
        CASE WHEN t.base = 'charges' THEN 'charged' ELSE 'collected' END AS measured,
        CASE
            WHEN r.lower IS NOT NULL AND r.upper IS NOT NULL
                THEN ' from ' || dollars(r.lower) || ' to ' || dollars(r.upper)
            WHEN r.lower IS NOT NULL THEN ' above ' || dollars(r.lower)
            WHEN r.upper IS NOT NULL THEN ' up to ' || dollars(r.upper)
            ELSE ''
        END AS slice
    FROM summed AS s
    INNER JOIN term AS t ON s.agreement_from = t.agreement_from
    LEFT JOIN term_entry AS e ON s.agreement_from = e.agreement_from AND s.entry = e.entry
    LEFT JOIN term_tier AS r ON s.agreement_from = r.agreement_from AND s.entry = r.entry AND s.tier = r.tier
)

SELECT
    section,
    CASE kind WHEN 'percent' THEN 10 WHEN 'percent_earlier' THEN 11 ELSE 12 END AS place,
    agreement_from, kind, entry, tier, physician,
    CASE
        WHEN kind = 'percent' THEN name || ': ' || percentage(rate) || ' of what was ' || measured || slice
        WHEN kind = 'percent_earlier'
            THEN
                name || ': ' || percentage(rate) || ' of '
                || CASE measured
                    WHEN 'charged' THEN 'charges of earlier months taken back'
                    ELSE 'money of earlier months taken back or refunded'
                END
                || slice
        WHEN name IS NULL THEN upper(left(measured, 1)) || substr(measured, 2) || ', in no percentage'
        ELSE name || ': ' || measured || ', priced by claim'
    END AS description,
    base_amount,
    rate,
    NULL::DECIMAL(14, 2) AS quantity,
    CASE WHEN kind = 'not_percent' THEN 0 ELSE percent_of(base_amount, rate) END::DECIMAL(14, 2) AS amount
FROM priced;
