-- id: claim_parts
-- title: The diagnoses and lines of tonight's candidates, numbered as they stand on a claim
-- reads: claim_candidate, core.diagnosis, core.service, core.coded_service

-- one row per encounter and distinct diagnosis code, in the order that coding gave (core.diagnosis.coded_position)
CREATE OR REPLACE TEMP TABLE claim_code AS
SELECT
    d.received_id,
    d.coded_code AS code,
    row_number() OVER (PARTITION BY d.received_id ORDER BY min(coalesce(d.coded_position, d.sequence))) AS position
FROM core.diagnosis AS d
SEMI JOIN claim_candidate AS c ON d.received_id = c.received_id
WHERE d.coded_code IS NOT NULL
GROUP BY d.received_id, d.coded_code;

-- one row per encounter, service line and diagnosis it points to; two pointers to one code are one
CREATE OR REPLACE TEMP TABLE claim_pointer AS
WITH named AS (
    SELECT
        s.received_id,
        s.line_number,
        unnest(string_split(s.diagnosis_pointers, ':')) AS sequence,
        generate_subscripts(string_split(s.diagnosis_pointers, ':'), 1) AS place
    FROM core.service AS s
    SEMI JOIN claim_candidate AS c ON s.received_id = c.received_id
)

SELECT
    n.received_id,
    n.line_number,
    k.position,
    min(n.place) AS place
FROM named AS n
INNER JOIN core.diagnosis AS d ON n.received_id = d.received_id AND n.sequence = cast(d.sequence AS VARCHAR)
INNER JOIN claim_code AS k ON d.received_id = k.received_id AND d.coded_code = k.code
GROUP BY n.received_id, n.line_number, k.position;

-- one row per encounter and service line; code NULL where coding left it open
CREATE OR REPLACE TEMP TABLE claim_service AS
WITH pointed AS (
    SELECT
        received_id,
        line_number,
        string_agg(cast(position AS VARCHAR), ':' ORDER BY place) AS pointers,
        count(*) AS pointer_count,
        max(position) AS last_position
    FROM claim_pointer
    GROUP BY received_id, line_number
)

SELECT
    s.received_id,
    s.line_number AS source_line_number,
    row_number() OVER (PARTITION BY s.received_id ORDER BY s.line_number) AS line_number,
    k.code_system,
    k.code,
    k.modifier1,
    k.modifier2,
    k.modifier3,
    k.modifier4,
    k.units,
    k.unit_basis,
    k.charge,
    s.service_from,
    s.service_to,
    p.pointers,
    coalesce(p.pointer_count, 0) AS pointer_count,
    coalesce(p.last_position, 0) AS last_position,
    s.ndc,
    s.ndc_units,
    s.ndc_unit_basis
FROM core.service AS s
SEMI JOIN claim_candidate AS c ON s.received_id = c.received_id
LEFT JOIN core.coded_service AS k ON s.received_id = k.received_id AND s.line_number = k.line_number
LEFT JOIN pointed AS p ON s.received_id = p.received_id AND s.line_number = p.line_number;
