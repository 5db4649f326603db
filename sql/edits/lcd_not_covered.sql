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
        article,
        state,
        code,
        min(valid_from) AS valid_from,
        max(valid_to) AS valid_to
    FROM set_lcd
    GROUP BY ALL
),

pointed AS (
    SELECT
        s.received_id,
        s.line_number,
        s.service_from,
        s.code,
        coalesce(c.facility_state, i.state) AS state,
        d.code AS diagnosis
    FROM edit_service AS s
    INNER JOIN edit_encounter AS e ON s.received_id = e.received_id
    INNER JOIN core.encounter AS c ON s.received_id = c.received_id
    LEFT JOIN reference.billing_identity AS i
        ON s.service_from BETWEEN i.valid_from AND coalesce(i.valid_to, DATE '9999-12-31')
    LEFT JOIN edit_diagnosis AS d
        ON s.received_id = d.received_id AND list_contains(s.pointers, cast(d.sequence AS VARCHAR))
    WHERE e.payer_class = 'medicare' AND NOT list_has_any(s.modifiers, ['GA', 'GX', 'GY', 'GZ'])
)

SELECT
    p.received_id,
    p.line_number,
    concat(
        'Line ', p.line_number, ': ', p.code, ' is covered for some diagnoses only (article ', l.article,
        '), none of which it points to'
    ) AS message
FROM pointed AS p
INNER JOIN limited AS l
    ON p.code = l.code AND p.state = l.state AND p.service_from BETWEEN l.valid_from AND l.valid_to
LEFT JOIN set_lcd AS k
    ON
        l.article = k.article AND l.state = k.state AND l.code = k.code
        AND p.diagnosis = k.diagnosis AND p.service_from BETWEEN k.valid_from AND k.valid_to
GROUP BY p.received_id, p.line_number, p.code, l.article
HAVING count(k.diagnosis) = 0
