-- What the edits read beside edit_encounter: diagnoses and service lines as they would go on the claim, each with what the
-- release of its code set on the day of service says of its code. A day that no loaded release covers leaves `version` NULL.

CREATE OR REPLACE TEMP TABLE edit_release AS
-- one row per loaded release of a code set; of two that cover a day, the later one speaks
SELECT
    code_set,
    version,
    covers_from,
    coalesce(covers_to, DATE '9999-12-31') AS covers_to
FROM reference.code_set;

CREATE OR REPLACE TEMP TABLE edit_diagnosis AS
-- one row per diagnosis of an encounter under evaluation
WITH service_day AS (
    SELECT DISTINCT service_from FROM coding_diagnosis
),

covered AS (
    -- a day at a time, so that diagnoses are joined by equality
    SELECT
        d.service_from,
        max(r.version) AS version
    FROM service_day AS d
    INNER JOIN edit_release AS r ON r.code_set = 'icd10cm' AND d.service_from BETWEEN r.covers_from AND r.covers_to
    GROUP BY d.service_from
),

dated AS (
    SELECT
        d.received_id,
        d.sequence,
        d.sent_system,
        d.sent_code,
        d.coded_code AS code,
        d.service_from,
        r.version
    FROM coding_diagnosis AS d
    LEFT JOIN covered AS r ON d.service_from = r.service_from
),

coded AS (
    SELECT DISTINCT code, service_from, version FROM dated
),

listed AS (
    SELECT
        d.code,
        d.service_from,
        c.billable,
        c.description
    FROM coded AS d
    INNER JOIN reference.code AS c
        ON
            c.code_set = 'icd10cm'
            AND d.version = c.version
            AND d.code = c.code
            AND d.service_from >= c.valid_from
            AND (c.valid_to IS NULL OR d.service_from <= c.valid_to)
),

manifestation AS (
    SELECT DISTINCT * FROM set_manifestation
),

seventh AS (
    -- the nearest note above a code that names its seventh characters
    SELECT
        d.code,
        d.service_from,
        arg_max(n.characters, length(n.code_from)) AS characters
    FROM coded AS d
    INNER JOIN set_seventh AS n
        ON
            left(d.code, 3) = left(n.code_from, 3)
            AND starts_with(d.code, n.code_from)
            AND d.service_from BETWEEN n.valid_from AND n.valid_to
    GROUP BY ALL
)

SELECT
    dated.*,
    o.position,
    c.code IS NOT NULL AS is_listed,
    c.billable,
    c.description,
    seventh.characters AS seventh_characters,
    coalesce(m.code IS NOT NULL OR regexp_matches(lower(c.description), '\bin\b.*classified elsewhere'), FALSE)
        AS is_manifestation
FROM dated
INNER JOIN coding_order AS o
    ON dated.received_id = o.received_id AND coalesce(dated.code, concat('open ', dated.sequence)) = o.code
LEFT JOIN seventh ON dated.code = seventh.code AND dated.service_from = seventh.service_from
LEFT JOIN manifestation AS m
    ON dated.code = m.code AND dated.service_from BETWEEN m.valid_from AND m.valid_to
LEFT JOIN listed AS c ON dated.code = c.code AND dated.service_from = c.service_from
ORDER BY dated.received_id, dated.sequence;

CREATE OR REPLACE TEMP TABLE edit_service AS
-- one row per service line of an encounter under evaluation; `code` NULL where coding found none
WITH service_day AS (
    SELECT DISTINCT service_from FROM coding_service
),

spoken AS (
    -- a day at a time, so that lines are joined by equality. `version` covers the day; `asked` is that one or, as HCPCS gives
    -- each code its own days, the last before the day, which still says which codes had ended by then
    SELECT
        d.service_from,
        max(r.version) FILTER (WHERE d.service_from BETWEEN r.covers_from AND r.covers_to) AS version,
        coalesce(
            max(r.version) FILTER (WHERE d.service_from BETWEEN r.covers_from AND r.covers_to),
            max(r.version) FILTER (WHERE r.covers_from <= d.service_from),
            min(r.version)
        ) AS asked
    FROM service_day AS d
    CROSS JOIN edit_release AS r
    WHERE r.code_set = 'hcpcs'
    GROUP BY d.service_from
),

listed AS (
    SELECT
        'HCPCS' AS code_system,
        version,
        code,
        min(valid_from) AS valid_from,
        max(coalesce(valid_to, DATE '9999-12-31')) AS valid_to,
        arg_max(description, valid_from) AS description
    FROM reference.code
    WHERE code_set = 'hcpcs'
    GROUP BY ALL
),

cpt_used AS (
    SELECT DISTINCT code, service_from FROM coding_service
    WHERE code_system = 'CPT'
),

cpt AS (
    -- only where the client has loaded the list that it licenses
    SELECT
        'CPT' AS code_system,
        s.code,
        s.service_from,
        max(r.version) AS version,
        bool_or(c.code IS NOT NULL) AS is_listed
    FROM cpt_used AS s
    INNER JOIN edit_release AS r ON r.code_set = 'cpt' AND s.service_from BETWEEN r.covers_from AND r.covers_to
    LEFT JOIN reference.code AS c
        ON
            c.code_set = 'cpt'
            AND r.version = c.version
            AND s.code = c.code
            AND s.service_from >= c.valid_from
            AND (c.valid_to IS NULL OR s.service_from <= c.valid_to)
    GROUP BY ALL
)

SELECT
    s.received_id,
    s.line_number,
    s.code_system,
    s.code,
    list_filter([s.modifier1, s.modifier2, s.modifier3, s.modifier4], LAMBDA m: m IS NOT NULL) AS modifiers,
    s.units,
    s.unit_basis,
    s.unit_fee,
    s.charge,
    s.charge_source,
    sent.charge AS sent_charge,
    sent.service_from,
    sent.service_to,
    sent.minutes,
    sent.description AS sent_description,
    sent.ndc,
    sent.ndc_units,
    sent.ndc_unit_basis,
    string_split(coalesce(sent.diagnosis_pointers, ''), ':') AS pointers,
    spoken.version,
    listed.code IS NOT NULL AS is_listed,
    cpt.version AS cpt_version,
    cpt.is_listed AS is_cpt_listed,
    listed.valid_from AS code_from,
    listed.valid_to AS code_to,
    listed.description
FROM coding_service AS s
INNER JOIN core.service AS sent ON s.received_id = sent.received_id AND s.line_number = sent.line_number
LEFT JOIN spoken ON sent.service_from = spoken.service_from
LEFT JOIN listed ON s.code_system = listed.code_system AND s.code = listed.code AND spoken.asked = listed.version
LEFT JOIN cpt ON s.code_system = cpt.code_system AND s.code = cpt.code AND s.service_from = cpt.service_from
ORDER BY s.received_id, s.line_number;

CREATE OR REPLACE TEMP TABLE edit_place AS
-- one row per encounter under evaluation, with what the place-of-service list of the day says of its place
SELECT
    e.received_id,
    e.place_of_service,
    e.service_from,
    max(r.version) AS version,
    bool_or(c.code IS NOT NULL) AS is_listed
FROM edit_encounter AS e
LEFT JOIN edit_release AS r ON r.code_set = 'pos' AND e.service_from BETWEEN r.covers_from AND r.covers_to
LEFT JOIN reference.code AS c
    ON
        c.code_set = 'pos'
        AND r.version = c.version
        AND e.place_of_service = c.code
        AND e.service_from >= c.valid_from
        AND (c.valid_to IS NULL OR e.service_from <= c.valid_to)
-- one without a place waits for it
WHERE e.place_of_service IS NOT NULL
GROUP BY ALL
ORDER BY e.received_id;
