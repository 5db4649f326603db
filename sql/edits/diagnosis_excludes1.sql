-- id: diagnosis_excludes1
-- title: Two diagnoses that an Excludes1 note keeps apart
-- severity: hold
-- source: ICD-10-CM Official Guidelines for Coding and Reporting FY2026 (CMS and NCHS, 2025-10-01), section I.A.12.a
-- since: 2015-10-01
-- day: service
-- needs: set_excludes1
-- sets: icd10cm_notes
-- one row per two diagnoses of an encounter of which one excludes the other; unrelated ones are for a person to say

WITH coded AS (
    SELECT DISTINCT
        code,
        left(code, 3) AS category
    FROM edit_diagnosis
),

category AS (
    SELECT DISTINCT category FROM coded
),

span AS (
    SELECT
        holder_from AS first,
        holder_to AS last
    FROM set_excludes1
    UNION
    SELECT
        excluded_from AS first,
        excluded_to AS last
    FROM set_excludes1
),

near AS (
    -- categories first, for there are few of them
    SELECT
        category.category,
        span.first,
        span.last
    FROM category
    INNER JOIN span ON category.category BETWEEN left(span.first, 3) AND left(span.last, 3)
),

below AS (
    SELECT
        coded.code,
        near.first,
        near.last
    FROM coded
    INNER JOIN near ON coded.category = near.category AND coded.code BETWEEN near.first AND near.last || '~'
)

SELECT DISTINCT
    one.received_id,
    NULL AS line_number,
    concat(
        'Diagnoses ', one.sequence, ' and ', other.sequence, ': ', one.code, ' excludes ', other.code,
        '; keep one, or have it confirmed that they are unrelated'
    ) AS message
FROM edit_diagnosis AS one
INNER JOIN edit_diagnosis AS other ON one.received_id = other.received_id
INNER JOIN below AS holder ON one.code = holder.code
INNER JOIN below AS excluded ON other.code = excluded.code
INNER JOIN set_excludes1 AS note
    ON
        holder.first = note.holder_from
        AND holder.last = note.holder_to
        AND excluded.first = note.excluded_from
        AND excluded.last = note.excluded_to
        AND one.service_from BETWEEN note.valid_from AND note.valid_to
