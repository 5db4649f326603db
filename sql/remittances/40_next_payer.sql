-- id: next_payer
-- title: Claims for later payers that tonight's remittances call for
-- one row per claim to make: the payer paid as a later payer, or an earlier payer left a share that it may owe
CREATE OR REPLACE TEMP TABLE decided_adjustment AS
SELECT
    p.remit_claim_id,
    p.claim_id,
    p.status,
    a.*,
    d.category,
    coalesce(d.posting, 'open') AS posting
FROM staged_adjustment AS a
INNER JOIN placed AS p USING (source_file, st_index, claim_index)
LEFT JOIN reference.denial_category AS d USING (group_code, reason_code);

CREATE OR REPLACE TEMP TABLE made_claim AS
WITH shared AS (
    SELECT DISTINCT claim_id FROM decided_adjustment
    WHERE status = 'posted' AND posting = 'patient' AND amount <> 0
),

wanted AS (
    SELECT claim_id FROM placed
    WHERE status = 'posted'
    UNION
    SELECT later.claim_id
    FROM shared
    INNER JOIN family AS f USING (claim_id)
    INNER JOIN family AS later ON f.family_id = later.family_id AND f.payer_rank + 1 = later.payer_rank
)

SELECT f.claim_id, f.first_claim_id, f.payer_id, f.coverage_id, f.payer_rank
FROM family AS f
WHERE
    f.claim_id IN (SELECT claim_id FROM wanted)
    AND f.claim_id NOT IN (SELECT claim_id FROM core.claim);

INSERT INTO core.claim BY NAME
SELECT
    c.* EXCLUDE (claim_id, payer_id, coverage_id, payer_priority, party, patient_paid, created_on, replaces),
    m.claim_id,
    m.payer_id,
    m.coverage_id,
    -- A balance taken over may begin with a later payer.
    greatest(c.payer_priority, 1) + m.payer_rank - 1 AS payer_priority,
    'insurer' AS party,
    0 AS patient_paid,
    getvariable('business_day') AS created_on
FROM made_claim AS m
INNER JOIN core.claim AS c ON m.first_claim_id = c.claim_id
ORDER BY m.claim_id;

INSERT INTO core.claim_line BY NAME
SELECT
    l.* EXCLUDE (claim_id, line_id),
    m.claim_id,
    m.claim_id || 'L' || printf('%02d', l.line_number) AS line_id
FROM made_claim AS m
INNER JOIN core.claim_line AS l ON m.first_claim_id = l.claim_id
ORDER BY m.claim_id, l.line_number;

INSERT INTO core.claim_diagnosis BY NAME
SELECT m.claim_id, d.position, d.code
FROM made_claim AS m
INNER JOIN core.claim_diagnosis AS d ON m.first_claim_id = d.claim_id
ORDER BY m.claim_id, d.position;
