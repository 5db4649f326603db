-- id: ptp_never
-- title: Two services that are never paid together
-- severity: hold
-- source: CMS NCCI Policy Manual for Medicare chapter I.B (2025-01-01); NCCI PTP table of the service day, indicator 0
-- since: 2003-10-16
-- day: service
-- needs: set_ptp
-- sets: ncci_ptp, ncci_ptp_medicaid
-- one row per line with the column 2 code of a pair that no modifier lets pass

SELECT DISTINCT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', code2, ' is part of ', code1,
        CASE WHEN is_elsewhere THEN ' of another encounter' ELSE '' END, ' on the same day; no modifier changes that'
    ) AS message
FROM edit_pair
WHERE modifier_indicator = '0'
