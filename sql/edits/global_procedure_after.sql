-- id: global_procedure_after
-- title: Procedure within the global period of another
-- severity: hold
-- source: CMS Pub 100-04 chapter 12 section 40.2.A (2013-01-01): modifiers 58, 78, 79; days of the Medicare fee schedule
-- since: 2003-10-16
-- day: service
-- needs: set_mpfs
-- sets: mpfs
-- one row per line with a procedure that has a global period, after another of the patient and provider, without 58, 78 or 79

SELECT DISTINCT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', code, ' is on day ', days_after, ' of the ', cast(surgery_days AS INTEGER), ' after ', surgery_code,
        '; say why: 58 planned, 78 return, 79 not related'
    ) AS message
FROM edit_surgery
WHERE
    global_days IN ('000', '010', '090')
    AND days_after >= 1
    AND NOT list_has_any(modifiers, ['58', '78', '79'])
