-- The code set versions that each finding was judged under: of the sets that its edit names, the release of the service day,
-- or the last one where none covers that day.

CREATE OR REPLACE TEMP TABLE edit_judged AS
-- one row per finding: edit_found with its code_sets
WITH day AS (
    SELECT DISTINCT e.service_from
    FROM edit_found AS f
    INNER JOIN edit_encounter AS e ON f.received_id = e.received_id
),

speaking AS (
    SELECT
        d.service_from,
        r.code_set,
        coalesce(
            max(r.version) FILTER (WHERE d.service_from BETWEEN r.covers_from AND r.covers_to), max(r.version)
        ) AS version
    FROM day AS d
    CROSS JOIN edit_release AS r
    GROUP BY ALL
),

edit AS (
    SELECT DISTINCT edit_id FROM edit_found
),

wording AS (
    -- one text per day and edit, not per finding
    SELECT
        d.service_from,
        k.edit_id,
        coalesce(string_agg(s.code_set || ' ' || s.version, ', ' ORDER BY s.code_set), 'none') AS code_sets
    FROM day AS d
    CROSS JOIN edit AS k
    LEFT JOIN edit_sets AS named ON k.edit_id = named.edit_id
    LEFT JOIN speaking AS s
        ON d.service_from = s.service_from AND (named.sets IS NULL OR list_contains(named.sets, s.code_set))
    GROUP BY ALL
)

SELECT
    f.received_id,
    f.line_number,
    f.edit_id,
    f.edit_hash,
    f.severity,
    f.message,
    w.code_sets
FROM edit_found AS f
INNER JOIN edit_encounter AS e ON f.received_id = e.received_id
INNER JOIN wording AS w ON e.service_from = w.service_from AND f.edit_id = w.edit_id;

-- What a person has overridden holds nothing, as long as the edit and its code sets are those that were overridden.
UPDATE edit_judged
SET severity = 'overridden'
FROM core.edit_override AS o
WHERE
    edit_judged.received_id = o.received_id
    AND edit_judged.line_number IS NOT DISTINCT FROM o.line_number
    AND edit_judged.edit_id = o.edit_id
    AND edit_judged.edit_hash = o.edit_hash
    AND edit_judged.code_sets = o.code_sets
    AND edit_judged.message = o.message;
