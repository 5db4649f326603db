-- id: work
-- title: Lines by the piece: claims that an entry prices, units of the agreement, costs handed on, and the monthly fee
-- reads: month_work, term, term_entry
-- one row per agreement, kind of work, entry, physician where split; per cost by its description; per monthly fee
-- The day of the work selects the agreement; else that of the last day, else the last one of the month.
CREATE OR REPLACE TEMP TABLE dated_work AS
WITH latest AS (
    SELECT max(agreement_from) AS agreement_from FROM term
    WHERE section IS NOT NULL
),

-- Work under an agreement that holds no longer stands in the first section; a month without agreement has none.
chosen AS (
    SELECT w.*, coalesce(t.agreement_from, l.agreement_from) AS agreement_from
    FROM month_work AS w
    CROSS JOIN latest AS l
    LEFT JOIN term AS t ON w.worked_on BETWEEN t.valid_from AND coalesce(t.valid_to, w.worked_on)
    WHERE l.agreement_from IS NOT NULL
),

fitting AS (
    SELECT c.subject_id, min(e.entry) AS entry
    FROM chosen AS c
    INNER JOIN term_entry AS e ON c.agreement_from = e.agreement_from
    WHERE
        c.kind = 'claim' AND len(e.codes) = 0
        AND within(e.payer_classes, c.payer_class)
        AND within(e.providers, c.rendering_npi)
        AND within(e.places, c.place_of_service)
    GROUP BY c.subject_id
)

SELECT
    c.kind, c.quantity, c.amount, c.description, c.agreement_from,
    coalesce(t.section, 1) AS section,
    CASE WHEN t.split_by_physician THEN c.rendering_npi END AS physician,
    CASE WHEN e.priced_by = 'claim' THEN e.entry END AS entry,
    CASE WHEN e.priced_by = 'claim' THEN e.name END AS name,
    CASE WHEN e.priced_by = 'claim' THEN e.amount ELSE map_extract_value(t.units, c.kind) END AS price
FROM chosen AS c
INNER JOIN term AS t ON c.agreement_from = t.agreement_from
LEFT JOIN fitting AS f ON c.kind = 'claim' AND c.subject_id = f.subject_id
LEFT JOIN term_entry AS e ON c.agreement_from = e.agreement_from AND f.entry = e.entry;

INSERT INTO drafted_line BY NAME
WITH counted AS (
    SELECT section, agreement_from, kind, entry, physician, name, price AS rate, sum(quantity)::DECIMAL(14, 2) AS quantity
    FROM dated_work
    WHERE kind <> 'pass_through' AND price IS NOT NULL
    GROUP BY ALL
)

SELECT
    section,
    CASE
        WHEN kind = 'claim' AND entry IS NOT NULL THEN 30
        WHEN kind = 'claim' THEN 31
        ELSE 32 + list_position(['scrubbed_claim', 'statement', 'verification', 'appeal', 'hour'], kind)
    END AS place,
    agreement_from, kind, entry, physician,
    CASE
        WHEN entry IS NOT NULL THEN name || ': claims first sent'
        WHEN kind = 'claim' THEN 'Claims first sent'
        WHEN kind = 'scrubbed_claim' THEN 'Claims checked'
        WHEN kind = 'statement' THEN 'Patient statements'
        WHEN kind = 'verification' THEN 'Eligibility verifications'
        WHEN kind = 'appeal' THEN 'Appeals'
        ELSE 'Hours'
    END AS description,
    rate,
    quantity,
    round(quantity * rate, 2)::DECIMAL(14, 2) AS amount
FROM counted;

INSERT INTO drafted_line BY NAME
SELECT
    section, 40 AS place, agreement_from, 'flat' AS kind,
    'Monthly fee' || CASE WHEN days < month_days THEN ' (' || days || ' of ' || month_days || ' days)' ELSE '' END
        AS description,
    for_days(flat, days, month_days) AS amount
FROM term
WHERE section IS NOT NULL AND for_days(flat, days, month_days) > 0;

INSERT INTO drafted_line BY NAME
SELECT
    section, 80 AS place, agreement_from, 'pass_through' AS kind, description, sum(quantity)::DECIMAL(14, 2) AS quantity,
    sum(amount)::DECIMAL(14, 2) AS amount
FROM dated_work
WHERE kind = 'pass_through'
GROUP BY section, agreement_from, description;
