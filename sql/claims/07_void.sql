-- id: claim_void
-- title: Claims that people voided and that their payers still hold: to be withdrawn by frequency 8
-- reads: core.claim, core.claim_submission, core.claim_event, claim_payer
-- one row per voided claim that was sent, whose payer has given it a number and takes frequency 8, and that was not withdrawn
CREATE OR REPLACE TEMP TABLE claim_void AS
WITH voided AS (
    SELECT DISTINCT e.claim_id FROM core.claim_event AS e
    WHERE e.event = 'voided'
),

sent AS (
    SELECT s.claim_id, max(s.sequence) AS sequence, bool_or(s.frequency = '8') AS withdrawn
    FROM core.claim_submission AS s
    WHERE s.claim_id IN (SELECT v.claim_id FROM voided AS v)
    GROUP BY s.claim_id
),

-- The payer's number, from its latest word: a remittance or a 277CA.
numbered AS (
    SELECT e.claim_id, arg_max(e.payer_claim_number, (e.event_on, e.event_id)) AS payer_claim_number
    FROM core.claim_event AS e
    WHERE e.payer_claim_number IS NOT NULL AND e.claim_id IN (SELECT v.claim_id FROM voided AS v)
    GROUP BY e.claim_id
)

SELECT
    c.received_id, c.claim_id, c.payer_id, c.coverage_id, c.billing_npi, c.billing_tax_id, c.charge, p.route,
    n.payer_claim_number,
    s.sequence + 1 AS sequence
FROM sent AS s
INNER JOIN core.claim AS c ON s.claim_id = c.claim_id AND NOT c.live
INNER JOIN numbered AS n ON s.claim_id = n.claim_id
INNER JOIN claim_payer AS p ON c.payer_id = p.payer_id AND p.takes_void
WHERE NOT s.withdrawn;
