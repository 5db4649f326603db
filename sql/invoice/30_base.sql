-- id: base
-- title: The money of the month that each agreement's base takes in, with the entry it falls into
-- reads: month_money, term, term_entry
-- one row per posting of the base (temp table base_money); entry NULL where none fits
CREATE OR REPLACE TEMP TABLE base_money AS
WITH counted AS (
    SELECT
        t.agreement_from, m.posting_id, m.posted_on, m.payer_class, m.rendering_npi, m.place_of_service, m.code,
        m.amount, m.original_posting_id, m.is_earlier,
        CASE WHEN t.split_by_physician THEN m.rendering_npi END AS physician
    FROM month_money AS m
    INNER JOIN term AS t ON t.section IS NOT NULL AND m.posted_on BETWEEN t.covered_from AND t.covered_to
    WHERE
        m.measure = CASE t.base WHEN 'charges' THEN 'charged' ELSE 'collected' END
        AND (t.base <> 'collected_by_us' OR m.origin IS DISTINCT FROM 'opening')
        AND (t.base = 'charges' OR t.desk_payments = 'in' OR m.source IS DISTINCT FROM 'desk')
),

fitting AS (
    SELECT c.posting_id, min(e.entry) AS entry
    FROM counted AS c
    INNER JOIN term_entry AS e ON c.agreement_from = e.agreement_from
    WHERE
        within(e.payer_classes, c.payer_class)
        AND within(e.providers, c.rendering_npi)
        AND within(e.places, c.place_of_service)
        AND (
            len(e.codes) = 0
            OR coalesce(list_bool_or([c.code BETWEEN left(r, 5) AND right(r, 5) FOR r IN e.codes]), FALSE)
        )
    GROUP BY c.posting_id
)

SELECT c.*, f.entry, e.priced_by
FROM counted AS c
LEFT JOIN fitting AS f ON c.posting_id = f.posting_id
LEFT JOIN term_entry AS e ON c.agreement_from = e.agreement_from AND f.entry = e.entry;
