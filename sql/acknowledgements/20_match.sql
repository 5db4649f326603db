-- id: ack_match
-- title: Answers that are new, and the claims of ours that each speaks of
-- reads: ack_answer, core.acknowledgement, core.claim_submission

-- one row per distinct answer that was not recorded before; its id is made from what is said, not from the envelope
CREATE OR REPLACE TEMP TABLE ack_new AS
WITH named AS (
    SELECT
        *,
        'A' || substr(sha256(concat_ws(
            '|',
            kind,
            level,
            coalesce(ltrim(isa_control, '0'), ''),
            coalesce(ltrim(gs_control, '0'), ''),
            coalesce(ltrim(st_control, '0'), ''),
            coalesce(reference, ''),
            coalesce(claim_number, ''),
            coalesce(code, ''),
            coalesce(status_code, ''),
            coalesce(entity_code, ''),
            coalesce(payer_claim_number, ''),
            source,
            coalesce(cast(event_on AS VARCHAR), ''),
            coalesce(message, '')
        )), 1, 20) AS acknowledgement_id
    FROM ack_answer
)

SELECT
    *,
    FALSE AS unmatched
FROM named
WHERE acknowledgement_id NOT IN (SELECT k.acknowledgement_id FROM core.acknowledgement AS k)
QUALIFY row_number() OVER (PARTITION BY acknowledgement_id ORDER BY place) = 1;

-- one row per new answer and submission it speaks of
CREATE OR REPLACE TEMP TABLE ack_match AS
SELECT
    a.acknowledgement_id,
    s.claim_id,
    s.claim_number
FROM ack_new AS a
INNER JOIN core.claim_submission AS s
    ON ltrim(a.isa_control, '0') = ltrim(s.isa_control, '0')
WHERE a.kind = 'ta1'
UNION ALL
SELECT
    a.acknowledgement_id,
    s.claim_id,
    s.claim_number
FROM ack_new AS a
INNER JOIN core.claim_submission AS s
    ON
        ltrim(a.gs_control, '0') = ltrim(s.gs_control, '0')
        AND ltrim(coalesce(a.st_control, s.st_control), '0') = ltrim(s.st_control, '0')
WHERE a.kind = '999'
UNION ALL
SELECT
    a.acknowledgement_id,
    s.claim_id,
    s.claim_number
FROM ack_new AS a
INNER JOIN core.claim_submission AS s ON a.claim_number = s.claim_number
WHERE a.kind = '277ca' AND a.level IN ('claim', 'line')
UNION ALL
-- BHT03 of our 837 is the interchange's and the set's control number: the receiver repeats it where it speaks of all.
SELECT
    a.acknowledgement_id,
    s.claim_id,
    s.claim_number
FROM ack_new AS a
INNER JOIN core.claim_submission AS s ON a.reference = s.isa_control || s.st_control
WHERE a.kind = '277ca' AND a.level IN ('receiver', 'provider');

-- A status of a whole file that turns nothing away needs no claim of its own: the claims below it have their answers.
UPDATE ack_new SET
    unmatched = acknowledgement_id NOT IN (SELECT m.acknowledgement_id FROM ack_match AS m)
    AND (level NOT IN ('source', 'receiver', 'provider', 'unknown') OR outcome = 'rejected');
