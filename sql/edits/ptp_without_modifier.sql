-- id: ptp_without_modifier
-- title: Two services paid together only with a modifier that says why
-- severity: hold
-- source: CMS NCCI Policy Manual for Medicare chapter I.E (2025-01-01); NCCI PTP table of the day, indicator 1; CR 11168 (2019-02-15): 59, X{EPSU} on either code from 2019-07-01
-- since: 2003-10-16
-- day: service
-- needs: set_ptp
-- sets: ncci_ptp, ncci_ptp_medicaid
-- one row per line with the column 2 code of a pair without an associated modifier; from 2019-07-01 on either line

SELECT DISTINCT
    p.received_id,
    p.line_number,
    concat(
        'Line ', p.line_number, ': ', p.code2, ' is part of ', p.code1,
        CASE WHEN p.is_elsewhere THEN ' of another encounter' ELSE '' END,
        ' on the same day; only where the record shows a separate service, a modifier says so'
    ) AS message
FROM edit_pair AS p
ANTI JOIN rule_modifiers AS r
    ON
        r.kind = 'associated'
        AND p.service_from BETWEEN r.valid_from AND r.valid_to
        AND (
            list_has_any(p.modifiers2, r.modifiers)
            OR (p.service_from >= DATE '2019-07-01' AND list_has_any(p.modifiers1, r.modifiers))
        )
WHERE p.modifier_indicator = '1'
