-- id: diagnosis_seventh_character
-- title: ICD-10-CM seventh character missing or not allowed
-- severity: hold
-- source: ICD-10-CM Official Guidelines for Coding and Reporting FY2026 (CMS and NCHS, 2025-10-01), sections I.A.4 and I.A.5
-- since: 2015-10-01
-- day: service
-- needs: set_seventh
-- sets: icd10cm, icd10cm_notes
-- one row per diagnosis of a category with seventh characters that has none, or another

SELECT
    received_id,
    NULL AS line_number,
    concat(
        'Diagnosis ', sequence, ': ', code, ' needs one of the seventh characters ',
        array_to_string(list_sort(seventh_characters), ', '),
        CASE WHEN length(code) < 6 THEN ' (with X in the empty places before it)' ELSE '' END
    ) AS message
FROM edit_diagnosis
WHERE
    NOT list_contains(seventh_characters, substr(code, 7, 1))
    -- a code that is complete without one in spite of the note above it
    AND NOT coalesce(billable, FALSE)
