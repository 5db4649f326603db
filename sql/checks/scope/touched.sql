-- id: touched
-- title: What the checks look at: tonight's transactions and everything that they touch, or the whole history
-- one row per transaction, remittance, encounter, claim or batch
CREATE OR REPLACE TEMP TABLE touched_transaction AS
SELECT DISTINCT transaction_id FROM ledger.posting
WHERE posted_on = getvariable('business_day') OR getvariable('whole_history');

CREATE OR REPLACE TEMP TABLE touched_remittance AS
SELECT remittance_id FROM core.remittance
WHERE received_on = getvariable('business_day') OR getvariable('whole_history')
UNION
SELECT remittance_id FROM core.remit_event
WHERE status_on = getvariable('business_day');

-- Encounters that came, changed state or have claims with postings or answers of tonight.
CREATE OR REPLACE TEMP TABLE touched_encounter AS
SELECT received_id FROM core.encounter
WHERE
    received_on = getvariable('business_day') OR state_since = getvariable('business_day')
    OR getvariable('whole_history')
UNION
SELECT c.received_id
FROM core.claim AS c
WHERE
    c.created_on = getvariable('business_day')
    OR c.claim_id IN (
        SELECT p.claim_id FROM ledger.posting AS p
        WHERE p.posted_on = getvariable('business_day') AND p.claim_id IS NOT NULL
        UNION
        SELECT r.claim_id FROM core.remit_claim AS r
        WHERE r.remittance_id IN (SELECT remittance_id FROM touched_remittance) AND r.claim_id IS NOT NULL
    );

-- A claim that was replaced stays with those that were made beside it.
CREATE OR REPLACE TEMP TABLE touched_claim AS
SELECT
    c.claim_id,
    c.received_id,
    core.family_of(c.received_id, c.generation) AS family_id,
    c.live,
    c.party,
    c.payer_id,
    row_number() OVER f AS payer_rank,
    first_value(c.claim_id) OVER f AS first_claim_id,
    lead(c.claim_id) OVER f AS next_claim_id,
    lag(c.claim_id) OVER f AS previous_claim_id
FROM core.claim AS c
WHERE
    core.not_voided(c.live, c.replaced_on)
    AND c.received_id IN (SELECT received_id FROM touched_encounter)
WINDOW f AS (PARTITION BY c.received_id, c.generation ORDER BY c.payer_priority, c.claim_id);

CREATE OR REPLACE TEMP TABLE touched_batch AS
SELECT batch_id FROM core.batch
WHERE received_on = getvariable('business_day') OR getvariable('whole_history')
UNION
SELECT e.batch_id FROM core.encounter AS e
WHERE e.received_id IN (SELECT received_id FROM touched_encounter);
