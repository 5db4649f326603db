-- id: modifier_components_none
-- title: Component modifier on a service without components
-- severity: hold
-- source: CMS Pub 100-04 chapter 23 section 30 (2025-01-01): PC/TC indicator of the Medicare fee schedule (PPRRVU, column PCTC IND)
-- since: 2003-10-16
-- day: service
-- needs: set_mpfs
-- sets: mpfs
-- one row per line with 26 on a code that is not diagnostic (1) or interpretation (6), or with TC on one that is not (1)

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': ', code, ' is not divided into a professional and a technical component') AS message
FROM edit_line
WHERE
    (
        (list_contains(modifiers, '26') AND pctc NOT IN ('1', '6'))
        OR (list_contains(modifiers, 'TC') AND pctc <> '1')
    )
