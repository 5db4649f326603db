-- The order of diagnoses on the claim: the practice's, each code once. A code that may never come first gives its place to
-- another only where it is certain to which:
--   an external cause (V00-Y99) to the first code that is none, unless that one is a manifestation;
--   a manifestation to the one code of the encounter that its own note "code first" names.
-- Else nothing is moved, and an edit holds the encounter.

CREATE OR REPLACE TEMP TABLE coding_order AS
-- one row per encounter under evaluation and distinct diagnosis code, with its place on the claim; a diagnosis that is not
-- coded yet (is_open) is a row of its own
WITH code AS (
    SELECT
        d.received_id,
        coalesce(d.coded_code, concat('open ', d.sequence)) AS code,
        bool_or(d.coded_code IS NULL) AS is_open,
        min(d.sequence) AS sequence,
        coalesce(
            bool_or(d.service_from >= DATE '2015-10-01' AND left(d.coded_code, 1) IN ('V', 'W', 'X', 'Y')), FALSE
        ) AS is_external,
        bool_or(m.code IS NOT NULL) AS is_manifestation,
        min(d.service_from) AS service_from
    FROM coding_diagnosis AS d
    LEFT JOIN set_manifestation AS m
        ON d.coded_code = m.code AND d.service_from BETWEEN m.valid_from AND m.valid_to
    GROUP BY d.received_id, coalesce(d.coded_code, concat('open ', d.sequence))
),

first_sent AS (
    SELECT * FROM code
    QUALIFY row_number() OVER (PARTITION BY received_id ORDER BY sequence) = 1
),

after_external AS (
    SELECT c.received_id, c.code, c.is_manifestation OR c.is_open AS is_unfit, f.code AS passed
    FROM first_sent AS f
    INNER JOIN code AS c ON f.received_id = c.received_id AND NOT c.is_external
    WHERE f.is_external
    QUALIFY row_number() OVER (PARTITION BY c.received_id ORDER BY c.sequence) = 1
),

named AS (
    SELECT DISTINCT c.received_id, c.code, f.code AS passed
    FROM first_sent AS f
    INNER JOIN set_code_first AS n ON f.code = n.code AND f.service_from BETWEEN n.valid_from AND n.valid_to
    INNER JOIN code AS c ON f.received_id = c.received_id AND f.code <> c.code
    WHERE
        f.is_manifestation
        AND NOT c.is_manifestation
        AND NOT c.is_open
        AND c.code >= n.first_from
        AND left(c.code, length(n.first_to)) <= n.first_to
),

moved AS (
    SELECT received_id, code, passed FROM after_external
    WHERE NOT is_unfit
    UNION ALL
    SELECT received_id, min(code) AS code, min(passed) AS passed FROM named
    GROUP BY received_id
    HAVING count(*) = 1
)

SELECT
    c.received_id,
    c.code,
    c.sequence,
    c.is_external,
    c.is_open,
    m.code AS put_first,
    m.passed,
    row_number() OVER (PARTITION BY c.received_id ORDER BY c.code IS DISTINCT FROM m.code, c.sequence) AS position
FROM code AS c
LEFT JOIN moved AS m ON c.received_id = m.received_id
ORDER BY c.received_id, position;

INSERT INTO coding_assigned BY NAME
WITH sent AS (
    SELECT received_id, count(coded_code) AS codes
    FROM coding_diagnosis
    GROUP BY received_id
)

SELECT
    o.received_id,
    NULL AS line_number,
    'diagnosis_order' AS field,
    string_agg(o.code, ':' ORDER BY o.position) FILTER (WHERE NOT o.is_open) AS value,
    TRUE AS is_assigned,
    CASE
        WHEN min(o.put_first) IS NULL THEN 'a code that came twice stands once; pointers follow'
        WHEN bool_or(o.is_external AND o.code = o.passed)
            THEN concat(min(o.put_first), ' put before ', min(o.passed), ', an external cause, which never comes first')
        ELSE concat(min(o.put_first), ' put before ', min(o.passed), ', whose note names it to be coded first')
    END AS fact,
    'order' AS rule,
    'ICD-10-CM Official Guidelines FY2026 (2025-10-01), sections I.A.13, I.B.12 and I.C.20.a.6' AS source
FROM coding_order AS o
INNER JOIN sent AS s ON o.received_id = s.received_id
GROUP BY o.received_id
HAVING min(o.put_first) IS NOT NULL OR count(*) FILTER (WHERE NOT o.is_open) < max(s.codes)
ORDER BY o.received_id;
