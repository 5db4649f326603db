-- title: What coding could not decide
-- severity: hold
-- day: service
-- one row per diagnosis or service line and reason why it cannot go on a claim

SELECT
    received_id,
    line_number,
    'coding_unmapped_service' AS edit_id,
    CASE
        WHEN sent_system = 'CPT'
            THEN concat('Line ', line_number, ': CPT code ', sent_code, ' is not in fees.csv; correct it or add its fee')
        WHEN sent_system = 'HCPCS'
            THEN concat('Line ', line_number, ': ', sent_code, ' has not the form of a HCPCS code; correct it')
        WHEN sent_system = 'VISIT'
            THEN concat('Line ', line_number, ': the facts lead to a code that fees.csv does not list; add its fee')
        WHEN is_mapped
            THEN concat(
                'Line ', line_number, ': ', sent_system, ' ', sent_code,
                ' leads to a code that fees.csv does not list; correct crosswalk.csv or add the fee'
            )
        ELSE concat(
            'Line ', line_number, ': ', sent_system, ' ', sent_code, ' has no row in crosswalk.csv for ', service_from,
            '; add one, or code the line'
        )
    END AS message
FROM coding_service
WHERE code IS NULL AND code_sought <> 'VISIT'
UNION ALL
SELECT
    s.received_id,
    s.line_number,
    'coding_visit_undecided' AS edit_id,
    concat(
        'Line ', s.line_number, ': the facts do not decide the visit: ',
        coalesce(a.fact, 'its kind is not known, there is another visit, or the time beyond it is not documented'),
        '; document them, or code the line'
    ) AS message
FROM coding_service AS s
LEFT JOIN coding_assigned AS a
    ON s.received_id = a.received_id AND s.line_number = a.line_number AND a.field = 'visit_code' AND a.value IS NULL
WHERE s.code IS NULL AND s.code_sought = 'VISIT'
UNION ALL
SELECT
    received_id,
    NULL AS line_number,
    'coding_place_undecided' AS edit_id,
    'No place of service was sent, and no rule of the day and payer says it for this visit at a distance; give it '
    || '(correction replace_place_of_service)' AS message
FROM edit_encounter
WHERE place_of_service IS NULL
UNION ALL
SELECT
    received_id,
    NULL AS line_number,
    'coding_unmapped_diagnosis' AS edit_id,
    concat(
        'Diagnosis ', sequence, ': ', sent_system, ' ', sent_code, ' has no row in crosswalk.csv for ', service_from,
        '; add one, or code the diagnosis'
    ) AS message
FROM coding_diagnosis
WHERE coded_code IS NULL AND sent_system <> 'TEXT'
UNION ALL
SELECT
    d.received_id,
    NULL AS line_number,
    'coding_diagnosis_text' AS edit_id,
    concat(
        'Diagnosis ', d.sequence, ' is given in words; ',
        coalesce(
            'candidates: ' || string_agg(
                concat(s.code, ' ', s.description, ' (', round(s.score, 2), ')'), '; '
                ORDER BY s.rank
            ),
            'no candidate was found'
        ), '; code it'
    ) AS message
FROM coding_diagnosis AS d
LEFT JOIN core.diagnosis_suggestion AS s
    ON d.received_id = s.received_id AND d.sequence = s.sequence AND s.rank <= 5
WHERE d.coded_code IS NULL AND d.sent_system = 'TEXT'
GROUP BY d.received_id, d.sequence
UNION ALL
SELECT
    received_id,
    line_number,
    'coding_no_fee' AS edit_id,
    concat('Line ', line_number, ': fees.csv has no fee for ', code, ' on ', service_from, '; add one') AS message
FROM coding_service
WHERE code IS NOT NULL AND unit_fee IS NULL AND (code_system = 'CPT' OR charge_source = 'fee_schedule')
UNION ALL
SELECT
    received_id,
    line_number,
    'coding_no_charge' AS edit_id,
    concat('Line ', line_number, ': no charge was sent, and client.yaml bills charges as sent') AS message
FROM coding_service
WHERE code IS NOT NULL AND charge IS NULL AND charge_source = 'as_sent'
UNION ALL
SELECT
    received_id,
    line_number,
    'coding_too_many_modifiers' AS edit_id,
    concat('Line ', line_number, ': more than four modifiers with those of crosswalk.csv; a claim line takes four') AS message
FROM coding_service
WHERE has_too_many_modifiers
