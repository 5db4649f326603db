-- id: lcd_not_covered
-- title: No diagnosis that Medicare covers for this service
-- severity: hold
-- source: CMS Pub 100-08 chapter 13 (2019-02-12): local coverage; codes in the Billing and Coding articles of the contractor
-- since: 2003-10-16
-- day: service
-- needs: set_lcd
-- sets: lcd
-- one row per line for Medicare with a code that an article of the state limits, none of whose pointed diagnoses it covers;
-- GA, GX, GY and GZ say that the patient or we know

WITH limited AS (
    SELECT
        state,
        code,
        string_agg(DISTINCT article, ', ' ORDER BY article) AS articles,
        min(valid_from) AS valid_from,
        max(valid_to) AS valid_to
    FROM set_lcd
    GROUP BY ALL
),

pointed AS (
    SELECT
        l.received_id,
        l.line_number,
        l.service_from,
        l.code,
        l.state,
        d.code AS diagnosis
    FROM edit_line AS l
    INNER JOIN edit_service AS s ON l.received_id = s.received_id AND l.line_number = s.line_number
    LEFT JOIN edit_diagnosis AS d
        ON s.received_id = d.received_id AND list_contains(s.pointers, cast(d.sequence AS VARCHAR))
    WHERE l.payer_class = 'medicare' AND NOT list_has_any(l.modifiers, ['GA', 'GX', 'GY', 'GZ'])
)

SELECT
    p.received_id,
    p.line_number,
    concat(
        'Line ', p.line_number, ': ', p.code, ' is covered for some diagnoses only (', any_value(l.articles),
        '), none of which it points to'
    ) AS message
FROM pointed AS p
INNER JOIN limited AS l ON p.code = l.code AND p.state = l.state AND p.service_from BETWEEN l.valid_from AND l.valid_to
LEFT JOIN set_lcd AS k
    ON
        p.code = k.code
        AND p.state = k.state
        AND p.diagnosis = k.diagnosis
        AND p.service_from BETWEEN k.valid_from AND k.valid_to
GROUP BY p.received_id, p.line_number, p.code
HAVING count(k.diagnosis) = 0
