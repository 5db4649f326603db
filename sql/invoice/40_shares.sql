-- id: shares
-- title: What of each posting lies in each tier; money outside a percentage has one share, in no tier
-- reads: base_money, term_tier
-- one row per posting and tier that a part of it lies in (temp table share)
CREATE OR REPLACE TEMP TABLE share AS
WITH cumulated AS (
    SELECT
        *,
        sum(amount) OVER (
            PARTITION BY agreement_from, entry ORDER BY posted_on, posting_id ROWS UNBOUNDED PRECEDING
        )::DECIMAL(14, 2) AS reached
    FROM base_money
    WHERE priced_by = 'percent'
),

-- least and greatest leave out NULL: an open end does not bound.
sliced AS (
    SELECT
        c.*, t.tier,
        least(greatest(c.reached, t.lower), t.upper) - least(greatest(c.reached - c.amount, t.lower), t.upper) AS part
    FROM cumulated AS c
    INNER JOIN term_tier AS t ON c.agreement_from = t.agreement_from AND c.entry = t.entry
)

SELECT
    agreement_from, CASE WHEN is_earlier THEN 'percent_earlier' ELSE 'percent' END AS kind, entry, tier, physician,
    posting_id, part::DECIMAL(14, 2) AS amount, original_posting_id
FROM sliced
WHERE part <> 0
UNION ALL
SELECT
    agreement_from, 'not_percent' AS kind, entry, NULL AS tier, physician, posting_id, amount, original_posting_id
FROM base_money
WHERE priced_by IS DISTINCT FROM 'percent';
