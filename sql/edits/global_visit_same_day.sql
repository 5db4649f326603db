-- id: global_visit_same_day
-- title: Visit on the day of a procedure, or the day before a major one
-- severity: hold
-- source: CMS Pub 100-04 chapter 12 sections 40.1 and 40.2.A (2013-01-01): 25 with minor, 57 with major procedures
-- since: 2003-10-16
-- day: service
-- needs: set_mpfs
-- sets: mpfs
-- one row per line with a visit on the day of a procedure (25; with a major one 57) or the day before a major one (57)

SELECT DISTINCT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', code, ' is part of ', surgery_code,
        CASE days_after WHEN 0 THEN ' of the same day' ELSE ' of the next day' END, '; if it was a visit of its own, ',
        CASE surgery_days WHEN '090' THEN '57 says so where it decided for the surgery' ELSE '25 says so' END
    ) AS message
FROM edit_surgery
WHERE
    is_visit
    AND days_after <= 0
    AND NOT list_has_any(modifiers, CASE surgery_days WHEN '090' THEN ['25', '57'] ELSE ['25'] END)
