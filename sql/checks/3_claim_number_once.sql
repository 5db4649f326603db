-- id: claim_number_once
-- law: 3
-- title: A claim number names one submission of one claim
-- scope: everything
-- one row per submission whose number is not its claim and sequence, and per sequence of a claim sent twice
SELECT claim_number, claim_id, sequence
FROM core.claim_submission
WHERE claim_number <> claim_id || printf('%02d', sequence) OR length(claim_number) > 20
UNION ALL
SELECT min(claim_number) AS claim_number, claim_id, sequence
FROM core.claim_submission
GROUP BY claim_id, sequence
HAVING count(*) > 1
