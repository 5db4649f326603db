-- Units from documented facts: drugs by dose, timed services by minutes, anesthesia in minutes. What the practice billed by
-- its own billing code is compared and stays; only an item that the crosswalk translated gets its units from here.

CREATE OR REPLACE TEMP TABLE coding_dose AS
-- one row per line with a dose of a code whose unit is known; `units` NULL where dose and unit cannot be compared
SELECT
    m.received_id,
    m.line_number,
    m.is_mapped,
    m.units AS units_billed,
    m.dose_quantity,
    m.dose_unit,
    u.quantity,
    u.unit,
    -- a part of a unit is billed as one: the next higher number
    CASE
        WHEN given.kind = billed.kind
            THEN cast(ceil(cast(m.dose_quantity AS DECIMAL(18, 3)) * given.size / (u.quantity * billed.size)) AS BIGINT)
    END AS units
FROM coding_mapped AS m
INNER JOIN coding_dose_unit AS u ON m.code = u.code AND m.service_from BETWEEN u.valid_from AND u.valid_to
INNER JOIN rule_dose_units AS given
    ON m.dose_unit = given.unit AND m.service_from BETWEEN given.valid_from AND given.valid_to
INNER JOIN rule_dose_units AS billed
    ON u.unit = billed.unit AND m.service_from BETWEEN billed.valid_from AND billed.valid_to
-- on a line of what was discarded (JW) the dose is not what was given
WHERE m.code_system = 'HCPCS' AND m.dose_quantity > 0 AND NOT list_contains(m.modifiers, 'JW')
ORDER BY m.received_id, m.line_number;

INSERT INTO coding_assigned BY NAME
SELECT
    received_id,
    line_number,
    'drug_units' AS field,
    cast(units AS VARCHAR) AS value,
    is_mapped AND units IS NOT NULL AS is_assigned,
    concat(
        'dose ', printf('%g', cast(dose_quantity AS DOUBLE)), ' ', dose_unit, ', unit of the code ',
        printf('%g', cast(quantity AS DOUBLE)), ' ', unit,
        CASE WHEN units IS NULL THEN ': not of one kind' ELSE '' END
    ) AS fact,
    'units' AS rule,
    'CMS Pub 100-04 chapter 17 section 10 (2023-06-02): next higher unit; HCPCS Level II description of the day' AS source
FROM coding_dose
ORDER BY received_id, line_number;

CREATE OR REPLACE TEMP TABLE coding_timed AS
-- one row per timed line of an encounter and day whose timed lines all have minutes, with the units that they support.
-- eight_minute: the minutes of the day are added, each service gets its whole quarters of an hour, and what units are left
-- go to the services with the most minutes left over. midpoint: each service alone.
WITH timed AS (
    SELECT
        m.received_id,
        m.line_number,
        m.is_mapped,
        m.minutes,
        p.value AS policy,
        p.said_by,
        m.minutes // 15 AS whole,
        m.minutes % 15 AS rest,
        sum(m.minutes) OVER day AS day_minutes,
        bool_and(m.minutes IS NOT NULL) OVER day AS is_complete,
        (sum(m.minutes) OVER day + 7) // 15 - sum(m.minutes // 15) OVER day AS left_over,
        row_number() OVER (
            PARTITION BY m.received_id, m.service_from
            ORDER BY m.minutes % 15 DESC, m.minutes DESC, m.line_number ASC
        ) AS turn
    FROM coding_mapped AS m
    INNER JOIN rule_timed_services AS r
        ON m.code = r.code AND m.service_from BETWEEN r.valid_from AND r.valid_to
    INNER JOIN coding_policy AS p ON m.received_id = p.received_id AND p.policy = 'timed_units'
    WHERE m.code_system = 'CPT'
    WINDOW day AS (PARTITION BY m.received_id, m.service_from)
)

SELECT
    *,
    CASE policy
        WHEN 'midpoint' THEN (minutes + 7) // 15
        ELSE whole + CASE WHEN turn <= left_over THEN 1 ELSE 0 END
    END AS units
FROM timed
WHERE is_complete
ORDER BY received_id, line_number;

INSERT INTO coding_assigned BY NAME
SELECT
    received_id,
    line_number,
    'timed_units' AS field,
    cast(units AS VARCHAR) AS value,
    is_mapped AS is_assigned,
    CASE policy
        WHEN 'midpoint' THEN concat(minutes, ' minutes, midpoint rule by ', said_by)
        ELSE concat(minutes, ' of ', day_minutes, ' timed minutes of the day')
    END AS fact,
    'timed_services' AS rule,
    CASE policy
        WHEN 'midpoint' THEN 'AMA CPT, introduction, time (2026-01-01): a unit counts once its midpoint is passed'
        ELSE 'CMS Pub 100-04 chapter 5 section 20.2.C (2018-11-01): minutes of all timed codes of the day'
    END AS source
FROM coding_timed
ORDER BY received_id, line_number;

-- Anesthesia is billed in minutes; one counted in units is not billable otherwise.
INSERT INTO coding_assigned BY NAME
SELECT
    received_id,
    line_number,
    'anesthesia_minutes' AS field,
    cast(minutes AS VARCHAR) AS value,
    unit_basis = 'UN' AS is_assigned,
    concat(minutes, ' minutes documented') AS fact,
    'units' AS rule,
    'CMS Pub 100-04 chapter 12 section 50.G (2019-01-01); ASC X12N 005010X222A1, SV103 (2010)' AS source
FROM coding_mapped
WHERE
    code_system = 'CPT' AND code BETWEEN '00100' AND '01999' AND code <> '01996'
    AND minutes > 0 AND NOT is_decided
ORDER BY received_id, line_number;
