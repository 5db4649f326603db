-- id: diagnosis_excludes1
-- title: Two diagnoses that an Excludes1 note keeps apart
-- severity: hold
-- source: ICD-10-CM Official Guidelines for Coding and Reporting FY2026 (CMS and NCHS, 2025-10-01), section I.A.12.a
-- since: 2015-10-01
-- day: service
-- needs: set_excludes1
-- sets: icd10cm_notes
-- one row per two diagnoses of an encounter of which one excludes the other; unrelated ones are for a person to say

WITH note AS (
    SELECT
        row_number() OVER () AS note_id,
        *
    FROM set_excludes1
),

coded AS (
    SELECT DISTINCT code FROM edit_diagnosis
),

holder AS (
    SELECT
        coded.code,
        note.note_id
    FROM coded
    INNER JOIN note ON coded.code BETWEEN note.holder_from AND note.holder_to || '~'
),

excluded AS (
    SELECT
        coded.code,
        note.note_id,
        note.valid_from,
        note.valid_to
    FROM coded
    INNER JOIN note ON coded.code BETWEEN note.excluded_from AND note.excluded_to || '~'
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
INNER JOIN holder ON one.code = holder.code
INNER JOIN excluded
    ON
        other.code = excluded.code
        AND holder.note_id = excluded.note_id
        AND one.service_from BETWEEN excluded.valid_from AND excluded.valid_to
