-- title: Expected Medicare amounts
-- source: 42 CFR 414.20-414.26, 414.48; CMS PPRRVU and GPCI files of the day
-- one row per code, modifier, place (facility or nonfacility) and span of days at one locality
-- medicare_schedule and medicare_index are the loaded releases; contractor, locality, participation are variables.
-- Only what the fee schedule prices: status A, R and T with relative values, and not NA in the place.

WITH local_index AS (
    SELECT *
    FROM medicare_index
    WHERE contractor = getvariable('contractor') AND locality = getvariable('locality')
),

placed AS (
    SELECT *, 'facility' AS place, facility_rvu AS practice_rvu, facility_na AS is_na FROM medicare_schedule
    UNION ALL BY NAME
    SELECT *, 'nonfacility' AS place, nonfacility_rvu AS practice_rvu, nonfacility_na AS is_na FROM medicare_schedule
),

priced AS (
    SELECT
        p.code,
        p.modifier,
        p.place,
        cast(
            (p.work_rvu * g.work + p.practice_rvu * g.practice_expense + p.malpractice_rvu * g.malpractice)
            * p.conversion_factor AS DECIMAL(14, 2)
        ) AS full_amount,
        greatest(p.span_from, g.span_from) AS valid_from,
        least(p.span_to, g.span_to) AS valid_to
    FROM placed AS p
    INNER JOIN local_index AS g ON p.span_from <= g.span_to AND p.span_to >= g.span_from
    WHERE p.status IN ('A', 'R', 'T') AND NOT p.is_na
)

SELECT
    code,
    modifier,
    place,
    cast(full_amount * getvariable('participation') AS DECIMAL(14, 2)) AS amount,
    valid_from,
    valid_to
FROM priced
WHERE full_amount > 0
ORDER BY ALL
