-- id: global_visit_after
-- title: Visit within the global period of a procedure
-- severity: hold
-- source: CMS Pub 100-04 chapter 12 sections 40.1 and 40.2.A (2013-01-01): modifier 24; days of the Medicare fee schedule
-- since: 2003-10-16
-- day: service
-- needs: set_mpfs
-- sets: mpfs
-- one row per line with a visit 1 to 10 or 90 days after a procedure of the same patient and provider and without 24

SELECT DISTINCT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', code, ' is on day ', days_after, ' of the ', cast(surgery_days AS INTEGER), ' after ', surgery_code,
        ' whose visits its price covers; 24 says that it is not for that'
    ) AS message
FROM edit_surgery
WHERE is_visit AND days_after >= 1 AND NOT list_contains(modifiers, '24')
