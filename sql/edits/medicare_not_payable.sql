-- id: medicare_not_payable
-- title: Code that Medicare does not pay
-- severity: warn
-- source: CMS Pub 100-04 chapter 23 section 30 (2025-01-01): status codes of the Medicare fee schedule (PPRRVU, column STATUS CODE)
-- since: 2003-10-16
-- day: service
-- needs: set_mpfs
-- sets: mpfs
-- one row per line for Medicare whose status is bundled (B), not valid for Medicare (I), not covered (N) or deleted (X)

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': Medicare ',
        CASE status
            WHEN 'B' THEN 'pays this with other services'
            WHEN 'I' THEN 'uses another code for this'
            WHEN 'N' THEN 'does not cover this'
            ELSE 'excludes this from its fee schedule'
        END,
        ' (', code, ', status ', status, ')'
    ) AS message
FROM edit_line
WHERE payer_class = 'medicare' AND status IN ('B', 'I', 'N', 'X')
