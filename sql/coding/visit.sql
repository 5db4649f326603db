-- Levels of visits from documented facts (visit_levels, prolonged_services, established_patients): what is billed stays and
-- is compared; a line of system VISIT gets its code from here. The facts are of the encounter, so it must have one visit.
-- The client's policy `established_by` (specialty, practice) is in reference.coding_policy without a payer.

CREATE OR REPLACE TEMP TABLE coding_visit_line AS
-- one row per visit of an encounter that has one: `family`, and `billed` with its status and level (NULL: left open)
WITH line AS (
    SELECT
        m.received_id,
        m.line_number,
        m.service_from,
        CASE m.code_system WHEN 'VISIT' THEN lower(m.code) ELSE r.family END AS family,
        r.code AS billed,
        r.status AS billed_status,
        r.level AS billed_level
    FROM coding_mapped AS m
    LEFT JOIN rule_visit_levels AS r
        ON
            CASE WHEN m.code_system = 'CPT' THEN m.code END = r.code
            AND m.service_from BETWEEN r.valid_from AND r.valid_to
    WHERE r.code IS NOT NULL OR (m.code_system = 'VISIT' AND m.code <> 'PROLONGED')
)

SELECT * FROM line
QUALIFY count(*) OVER (PARTITION BY received_id) = 1
ORDER BY received_id;

CREATE OR REPLACE TEMP TABLE coding_seen AS
-- one row per office visit of coding_visit_line with what the claims say of the patient: `seen_on` within the years before,
-- and whether the claims reach back as far
WITH visit AS (
    SELECT
        v.received_id, e.patient_id, e.encounter_id, e.service_from, c.rendering_taxonomy,
        cast(min(e.service_from - to_years(r.years)) AS DATE) AS first_day
    FROM coding_visit_line AS v
    INNER JOIN edit_encounter AS e ON v.received_id = e.received_id
    INNER JOIN core.encounter AS c ON v.received_id = c.received_id
    INNER JOIN rule_established_patients AS r ON v.service_from BETWEEN r.valid_from AND r.valid_to
    WHERE v.family = 'office'
    GROUP BY ALL
),

claimed AS (
    SELECT c.claim_id, c.patient_id, c.encounter_id, h.rendering_taxonomy
    FROM core.claim AS c
    SEMI JOIN visit AS v ON c.patient_id = v.patient_id
    LEFT JOIN core.encounter AS h ON c.received_id = h.received_id
    WHERE c.live
),

policy AS (
    SELECT coalesce(max(value), 'specialty') AS value FROM reference.coding_policy
    WHERE payer_id IS NULL AND policy = 'established_by'
),

seen AS (
    SELECT v.received_id, max(l.service_from) AS seen_on
    FROM visit AS v
    INNER JOIN claimed AS c ON v.patient_id = c.patient_id AND v.encounter_id <> c.encounter_id
    INNER JOIN core.claim_line AS l ON c.claim_id = l.claim_id
    INNER JOIN rule_established_patients AS r
        ON l.code BETWEEN r.code_from AND r.code_to AND l.service_from BETWEEN r.valid_from AND r.valid_to
    CROSS JOIN policy
    WHERE
        l.service_from >= v.first_day
        AND l.service_from < v.service_from
        AND (policy.value = 'practice' OR coalesce(v.rendering_taxonomy = c.rendering_taxonomy, TRUE))
    GROUP BY v.received_id
)

SELECT
    v.received_id,
    s.seen_on,
    coalesce((SELECT min(c.service_from) FROM core.claim AS c) <= v.first_day, FALSE) AS reaches_back
FROM visit AS v
LEFT JOIN seen AS s ON v.received_id = s.received_id
ORDER BY v.received_id;

CREATE OR REPLACE TEMP TABLE coding_visit AS
-- one row per visit of coding_visit_line: its status, what each way of counting supports, and the code that follows.
-- `grade` is what two of the three elements reach, an element that is not given reaching nothing.
WITH fact AS (
    SELECT
        v.*,
        c.total_minutes,
        c.mdm_problems,
        c.mdm_data,
        c.mdm_risk,
        s.seen_on,
        nullif(list_sort([coalesce(c.mdm_problems, 0), coalesce(c.mdm_data, 0), coalesce(c.mdm_risk, 0)])[2], 0) AS grade,
        CASE
            WHEN v.family <> 'office' THEN 'any'
            WHEN v.billed IS NOT NULL THEN v.billed_status
            WHEN s.seen_on IS NOT NULL THEN 'established'
            WHEN c.patient_status IS NOT NULL THEN c.patient_status
            WHEN s.reaches_back THEN 'new'
        END AS status,
        CASE
            WHEN v.family <> 'office' THEN NULL
            WHEN s.seen_on IS NOT NULL THEN concat('seen on ', s.seen_on)
            WHEN c.patient_status IS NOT NULL THEN concat(c.patient_status, ' by the practice')
            WHEN s.reaches_back THEN 'no claim in the years before'
            ELSE 'new or established is not known'
        END AS status_fact,
        CASE WHEN s.seen_on IS NOT NULL THEN 'established' WHEN s.reaches_back THEN 'new' END AS known_status
    FROM coding_visit_line AS v
    INNER JOIN core.encounter AS c ON v.received_id = c.received_id
    LEFT JOIN coding_seen AS s ON v.received_id = s.received_id
)

SELECT
    f.received_id,
    f.line_number,
    f.service_from,
    f.family,
    f.billed,
    f.billed_status,
    f.billed_level,
    f.seen_on,
    f.status,
    f.status_fact,
    f.known_status,
    f.total_minutes,
    f.grade,
    f.mdm_problems,
    f.mdm_data,
    f.mdm_risk,
    max(r.level) FILTER (WHERE r.grade <= f.grade) AS level_by_mdm,
    max(r.level) FILTER (WHERE r.minutes_from <= f.total_minutes) AS level_by_time,
    max(r.level) FILTER (WHERE r.grade <= f.grade OR r.minutes_from <= f.total_minutes) AS level,
    arg_max(r.code, r.level) FILTER (WHERE r.grade <= f.grade OR r.minutes_from <= f.total_minutes) AS code,
    max(r.level) AS highest_level,
    count(r.code) > 0 AS has_rule
FROM fact AS f
LEFT JOIN rule_visit_levels AS r
    ON
        f.family = r.family
        AND f.status = coalesce(r.status, 'any')
        AND f.service_from BETWEEN r.valid_from AND r.valid_to
GROUP BY ALL
ORDER BY f.received_id;

INSERT INTO coding_assigned BY NAME
SELECT
    received_id,
    line_number,
    'visit_code' AS field,
    code AS value,
    billed IS NULL AND code IS NOT NULL AS is_assigned,
    concat_ws(
        '; ',
        CASE
            WHEN family = 'office' AND status IS NULL THEN status_fact
            WHEN NOT has_rule THEN 'no rule decides levels of this kind on this day'
            WHEN level IS NULL THEN 'neither two elements of decision making nor enough minutes are documented'
            WHEN level_by_mdm = level_by_time THEN 'decided by decision making and by time alike'
            WHEN level_by_mdm = level THEN 'decided by decision making'
            ELSE 'decided by time'
        END,
        CASE WHEN grade IS NOT NULL THEN concat(
            'grade ', grade, ' (problems ', coalesce(mdm_problems, 0), ', data ', coalesce(mdm_data, 0), ', risk ',
            coalesce(mdm_risk, 0), ')'
        ) END,
        total_minutes || ' minutes',
        CASE WHEN status IS NOT NULL THEN coalesce(billed_status || ' as billed', status_fact) END
    ) AS fact,
    'visit_levels' AS rule,
    CASE
        WHEN family <> 'office' THEN '87 FR 69404 (2022-11-18), from 2023-01-01'
        WHEN service_from >= DATE '2024-01-01' THEN '84 FR 62568 (2019-11-15); CPT 2024 (2024-01-01)'
        ELSE '84 FR 62568 (2019-11-15), from 2021-01-01'
    END AS source
FROM coding_visit
WHERE billed IS NULL OR level IS NOT NULL
ORDER BY received_id;

CREATE OR REPLACE TEMP TABLE coding_prolonged AS
-- one row per visit whose time reaches the highest level of its code: the units of prolonged service by the payer's policy
SELECT
    v.received_id,
    v.line_number AS visit_line,
    r.code_system,
    r.code,
    v.total_minutes,
    p.value AS policy,
    p.said_by,
    r.first_minutes,
    greatest((v.total_minutes - r.first_minutes + r.step_minutes) // r.step_minutes, 0) AS units
FROM coding_visit AS v
INNER JOIN coding_policy AS p ON v.received_id = p.received_id AND p.policy = 'prolonged'
INNER JOIN rule_prolonged_services AS r
    ON
        coalesce(v.billed, v.code) = r.base_code
        AND p.value = r.policy
        AND v.service_from BETWEEN r.valid_from AND r.valid_to
WHERE v.level_by_time = v.highest_level
ORDER BY v.received_id;

INSERT INTO coding_assigned BY NAME
WITH open AS (
    SELECT m.received_id, m.line_number, p.code, p.units, p.policy, p.said_by, p.total_minutes, p.first_minutes
    FROM coding_mapped AS m
    INNER JOIN coding_prolonged AS p ON m.received_id = p.received_id
    WHERE m.code_system = 'VISIT' AND m.code = 'PROLONGED' AND p.units > 0
),

found AS (
    SELECT received_id, line_number, 'prolonged_code' AS field, code AS value, policy, said_by, total_minutes, first_minutes
    FROM open
    UNION ALL
    SELECT
        received_id,
        line_number,
        'prolonged_units' AS field,
        cast(units AS VARCHAR) AS value,
        policy,
        said_by,
        total_minutes,
        first_minutes
    FROM open
)

SELECT
    received_id,
    line_number,
    field,
    value,
    TRUE AS is_assigned,
    concat(total_minutes, ' minutes, the first unit from ', first_minutes, '; policy ', policy, ' by ', said_by) AS fact,
    'prolonged_services' AS rule,
    '85 FR 84472 (2020-12-28); 87 FR 69404 (2022-11-18), corrected in March 2023' AS source
FROM found
ORDER BY received_id, line_number, field;
