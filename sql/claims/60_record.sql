-- id: claim_record
-- title: What was written tonight: files, submissions, and the event `submitted` of each claim
-- reads: claim_plan, claim_night, claim_interchange with the hash and size of each file

-- one row per file
INSERT INTO core.claim_file BY NAME
SELECT
    i.claim_file,
    i.route,
    i.isa_control,
    i.content_sha256,
    i.bytes,
    count(*) AS claims,
    cast(sum(p.charge) AS DECIMAL(14, 2)) AS charge,
    any_value(n.day) AS created_on,
    FALSE AS released
FROM claim_interchange AS i
INNER JOIN claim_plan AS p ON i.route = p.route
CROSS JOIN claim_night AS n
GROUP BY i.claim_file, i.route, i.isa_control, i.content_sha256, i.bytes
ORDER BY i.claim_file;

-- one row per claim sent
INSERT INTO core.claim_submission BY NAME
SELECT
    p.claim_number,
    p.claim_id,
    p.sequence,
    p.frequency,
    i.claim_file,
    i.isa_control,
    i.gs_control,
    p.st_control,
    p.charge,
    n.day AS submitted_on
FROM claim_plan AS p
INNER JOIN claim_interchange AS i ON p.route = i.route
CROSS JOIN claim_night AS n
ORDER BY p.claim_number;

-- one row per claim sent
INSERT INTO core.claim_event BY NAME
SELECT
    'submitted:' || p.claim_number AS event_id,
    p.claim_id,
    p.claim_number,
    'submitted' AS event,
    'submitted' AS outcome,
    'us' AS source,
    n.day AS event_on,
    n.day AS recorded_on,
    i.content_sha256 AS source_file,
    'in file ' || i.claim_file AS message
FROM claim_plan AS p
INNER JOIN claim_interchange AS i ON p.route = i.route
CROSS JOIN claim_night AS n
ORDER BY p.claim_number;
