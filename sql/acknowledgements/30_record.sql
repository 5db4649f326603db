-- id: ack_record
-- title: New answers, and the events of the claims they speak of
-- reads: ack_new, ack_match

-- one row per new answer
INSERT INTO core.acknowledgement BY NAME
SELECT
    a.acknowledgement_id,
    a.kind,
    a.level,
    a.isa_control,
    a.gs_control,
    a.st_control,
    a.claim_number,
    coalesce(a.code, '') AS code,
    a.outcome,
    a.source,
    count(m.claim_number) AS matched_claims,
    a.event_on,
    a.recorded_on,
    a.source_file,
    a.source_position
FROM ack_new AS a
LEFT JOIN ack_match AS m ON a.acknowledgement_id = m.acknowledgement_id
GROUP BY ALL
ORDER BY a.acknowledgement_id;

-- one row per claim and thing newly said of it; what a 277CA says of a line or, short of a rejection, of a whole file is
-- no event of a claim
CREATE OR REPLACE TEMP TABLE ack_event AS
SELECT
    a.acknowledgement_id || ':' || m.claim_number AS event_id,
    m.claim_id,
    m.claim_number,
    a.kind AS event,
    a.outcome,
    a.source,
    a.code AS category_code,
    a.status_code,
    a.entity_code,
    a.payer_claim_number,
    coalesce(a.event_on, a.recorded_on) AS event_on,
    a.recorded_on,
    a.source_file,
    a.source_position,
    a.message
FROM ack_new AS a
INNER JOIN ack_match AS m ON a.acknowledgement_id = m.acknowledgement_id
WHERE a.kind <> '277ca' OR a.level = 'claim' OR (a.level IN ('receiver', 'provider') AND a.outcome = 'rejected');

INSERT INTO core.claim_event BY NAME
SELECT * FROM ack_event
ORDER BY event_id;
