-- id: modifier_bilateral_none
-- title: Modifier 50 on a service that is not bilateral
-- severity: hold
-- source: CMS Pub 100-04 chapter 12 section 40.7 (2013-01-01); bilateral indicator of the Medicare fee schedule (PPRRVU, column BILAT SURG)
-- since: 2003-10-16
-- day: service
-- needs: set_mpfs
-- sets: mpfs
-- one row per line with 50 on a code that has no sides (0, 9) or is priced for both (2)

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', code,
        CASE WHEN bilateral = '2' THEN ' is for both sides already' ELSE ' is not done on two sides' END, '; leave 50 out'
    ) AS message
FROM edit_line
WHERE list_contains(modifiers, '50') AND bilateral IN ('0', '2', '9')
