-- id: claim_diagnoses
-- title: The diagnoses of the claims made tonight, at most 12
-- reads: claim_decision, claim_code

-- one row per diagnosis of a claim
INSERT INTO core.claim_diagnosis BY NAME
SELECT
    d.claim_id,
    k.position,
    k.code
FROM claim_decision AS d
INNER JOIN claim_code AS k ON d.received_id = k.received_id
WHERE d.hold IS NULL AND k.position <= 12
ORDER BY d.claim_id, k.position;
