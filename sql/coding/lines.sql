-- What edits read where lines are compared with each other: lines under evaluation and lines claimed before, alike.

CREATE OR REPLACE TEMP TABLE edit_line AS
-- one row per coded line: those under evaluation (is_judged) and those of live claims of the same patients.
-- `state` is where the service was: of the facility, else of the practice. `turn` puts them in order: what is claimed first, then what came first. `provider` is who rendered, else empty.
WITH line AS (
    SELECT
        h.received_id, h.line_number, h.encounter_id, h.patient_id, coalesce(h.rendering_npi, '') AS provider,
        h.place_of_service, h.service_from, h.code_system, h.code, h.modifiers, h.units, h.unit_basis,
        FALSE AS is_judged, NULL AS received_on, NULL AS payer_class, NULL AS state
    FROM edit_history AS h
    UNION ALL
    SELECT
        e.received_id, s.line_number, e.encounter_id, e.patient_id, coalesce(e.rendering_npi, '') AS provider,
        e.place_of_service, s.service_from, s.code_system, s.code, s.modifiers, s.units, s.unit_basis,
        TRUE AS is_judged, e.received_on, e.payer_class, coalesce(c.facility_state, i.state) AS state
    FROM edit_service AS s
    INNER JOIN edit_encounter AS e ON s.received_id = e.received_id
    INNER JOIN core.encounter AS c ON s.received_id = c.received_id
    LEFT JOIN reference.billing_identity AS i
        ON e.service_from BETWEEN i.valid_from AND coalesce(i.valid_to, DATE '9999-12-31')
    WHERE s.code IS NOT NULL
),

cpt AS (
    SELECT DISTINCT code, service_from FROM line
    WHERE code_system = 'CPT'
),

visit AS (
    SELECT DISTINCT l.code, l.service_from
    FROM cpt AS l
    INNER JOIN rule_evaluation_management AS r
        ON l.code BETWEEN r.code_from AND r.code_to AND l.service_from BETWEEN r.valid_from AND r.valid_to
)

SELECT
    line.* EXCLUDE (received_on),
    row_number() OVER (
        ORDER BY line.is_judged, line.received_on, line.received_id, line.line_number
    ) AS turn,
    CASE line.payer_class WHEN 'medicaid' THEN 'medicaid' ELSE 'medicare' END AS program,
    visit.code IS NOT NULL AS is_visit,
    m.status,
    m.pctc,
    m.global_days,
    m.bilateral,
    m.facility_na,
    m.nonfacility_na
FROM line
LEFT JOIN visit ON line.code = visit.code AND line.service_from = visit.service_from
LEFT JOIN set_mpfs AS m
    ON line.code = m.code AND m.modifier IS NULL AND line.service_from BETWEEN m.valid_from AND m.valid_to
ORDER BY turn;

CREATE OR REPLACE TEMP TABLE edit_pair AS
-- one row per two lines of a patient, provider and day that the NCCI pairs of the day list. The finding goes to the
-- line with the column 2 code, or to the other where that one is claimed already.
WITH pair AS (
    SELECT
        CASE WHEN two.is_judged THEN two.received_id ELSE one.received_id END AS received_id,
        CASE WHEN two.is_judged THEN two.line_number ELSE one.line_number END AS line_number,
        CASE WHEN two.is_judged THEN two.program ELSE one.program END AS program,
        one.code AS code1,
        two.code AS code2,
        one.service_from,
        one.modifiers AS modifiers1,
        two.modifiers AS modifiers2,
        one.encounter_id <> two.encounter_id AS is_elsewhere
    FROM edit_line AS one
    INNER JOIN edit_line AS two
        ON
            one.patient_id = two.patient_id
            AND one.provider = two.provider
            AND one.service_from = two.service_from
            AND one.code <> two.code
    WHERE (one.is_judged OR two.is_judged) AND EXISTS (SELECT 1 FROM set_ptp)
)

SELECT
    pair.* EXCLUDE (program),
    p.modifier_indicator
FROM pair
INNER JOIN set_ptp AS p
    ON
        pair.code1 = p.column1
        AND pair.code2 = p.column2
        AND pair.program = p.program
        AND pair.service_from BETWEEN p.valid_from AND p.valid_to;

CREATE OR REPLACE TEMP TABLE edit_surgery AS
-- one row per line with a global period and later line, or line of the day before or the same day, of the same patient
-- and provider that is under evaluation and lies within it
SELECT
    later.received_id,
    later.line_number,
    later.code,
    later.modifiers,
    later.is_visit,
    later.global_days,
    surgery.code AS surgery_code,
    surgery.global_days AS surgery_days,
    date_diff('day', surgery.service_from, later.service_from) AS days_after
FROM edit_line AS surgery
INNER JOIN edit_line AS later ON surgery.patient_id = later.patient_id AND surgery.provider = later.provider
WHERE
    surgery.global_days IN ('000', '010', '090')
    AND surgery.turn <> later.turn
    AND later.is_judged
    -- only a major procedure covers the day before it
    AND date_diff('day', surgery.service_from, later.service_from)
    BETWEEN CASE surgery.global_days WHEN '090' THEN -1 ELSE 0 END AND cast(surgery.global_days AS INTEGER);

CREATE OR REPLACE TEMP TABLE edit_day_units AS
-- one row per line of a code of which a day takes so many units (MUE adjudication indicators 2 and 3): the units of the
-- patient, provider, code and day up to the line, on whatever claim
WITH added AS (
    SELECT
        l.received_id,
        l.line_number,
        l.code,
        l.program,
        l.service_from,
        sum(l.units) OVER (PARTITION BY l.patient_id, l.provider, l.code, l.service_from ORDER BY l.turn) AS units
    FROM edit_line AS l
    SEMI JOIN set_mue AS m ON l.code = m.code
    WHERE l.unit_basis = 'UN'
)

SELECT
    a.received_id,
    a.line_number,
    a.code,
    a.units,
    m.units AS most_units,
    m.mai
FROM added AS a
INNER JOIN set_mue AS m
    ON a.code = m.code AND a.program = m.program AND a.service_from BETWEEN m.valid_from AND m.valid_to
WHERE m.mai IN ('2', '3');
