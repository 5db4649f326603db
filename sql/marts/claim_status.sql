-- title: What is known of each claim sent
-- one row per claim sent; the word of its latest submission that holds now, whatever the order of arrival
-- column claim_id: Claim.
-- column claim_number: Its latest submission (CLM01).
-- column payer_id: Payer responsible.
-- column submitted_on: Day of the latest submission.
-- column status: submitted, received (a TA1 or 999 took the file, nobody yet the claim), accepted, accepted_with_errors, rejected (never adjudicated: correct and send again), pending; or what the latest remittance says: paid, denied, reversed; voided or replaced by a decision of ours.
-- column source: Who said so: us, clearinghouse or payer.
-- column event: Where it was said: submitted, ta1, 999, 277ca, remittance, voided or replaced (a correction file).
-- column status_on: Day the sender gives.
-- column category_code: STC01-1, IK5, TA104 or CLP02 of that word.
-- column status_code: STC01-2 or TA105 of that word.
-- column entity_code: STC01-3 of that word.
-- column payer_claim_number: The payer's own number of the claim, from the latest word that gives one (REF 1K, CLP07).
-- column days_since: Days from status_on to the business day.
WITH latest AS (
    SELECT
        s.claim_id,
        s.claim_number,
        s.submitted_on,
        c.payer_id
    FROM core.claim_submission AS s
    INNER JOIN core.claim AS c ON s.claim_id = c.claim_id
    -- What withdraws a claim is no word about it.
    WHERE s.frequency <> '8'
    QUALIFY row_number() OVER (PARTITION BY s.claim_id ORDER BY s.sequence DESC) = 1
),

-- How far on the speaker is, and how much a word weighs among others of the same day.
said AS (
    SELECT
        l.claim_number,
        e.event_id,
        e.event,
        e.outcome,
        e.source,
        e.event_on,
        e.category_code,
        e.status_code,
        e.entity_code,
        e.payer_claim_number,
        CASE
            WHEN e.event IN ('voided', 'replaced') THEN 5
            WHEN e.event = 'remittance' THEN 4
            WHEN e.source = 'payer' THEN 3
            WHEN e.event = '277ca' THEN 2
            WHEN e.source = 'clearinghouse' THEN 1
            ELSE 0
        END AS distance,
        CASE e.outcome
            WHEN 'submitted' THEN 0
            WHEN 'pending' THEN 1
            WHEN 'accepted' THEN 2
            WHEN 'accepted_with_errors' THEN 3
            WHEN 'rejected' THEN 4
            WHEN 'reversed' THEN 5
            WHEN 'denied' THEN 6
            ELSE 7
        END AS weight
    FROM core.claim_event AS e
    INNER JOIN latest AS l ON e.claim_id = l.claim_id
    WHERE
        e.claim_number = l.claim_number
        OR (e.event = 'remittance' AND e.claim_number NOT IN (SELECT n.claim_number FROM core.claim_submission AS n))
),

furthest AS (
    SELECT
        claim_number,
        max(distance) AS distance
    FROM said
    GROUP BY claim_number
),

-- An acceptance says nothing once somebody further on has spoken: the payer outranks the clearinghouse. A later rejection
-- holds, whoever makes it, unless the claim was adjudicated; of one day, the one further on, then the weightier word.
ranked AS (
    SELECT
        s.*,
        row_number() OVER (
            PARTITION BY s.claim_number ORDER BY s.event_on DESC, s.distance DESC, s.weight DESC, s.event_id DESC
        ) AS place
    FROM said AS s
    INNER JOIN furthest AS f ON s.claim_number = f.claim_number
    WHERE s.distance = f.distance OR (s.outcome = 'rejected' AND f.distance < 4)
),

numbers AS (
    SELECT
        claim_number,
        arg_max(payer_claim_number, (event_on, event_id)) AS payer_claim_number
    FROM said
    WHERE payer_claim_number IS NOT NULL
    GROUP BY claim_number
)

SELECT
    l.claim_id,
    l.claim_number,
    l.payer_id,
    l.submitted_on,
    CASE WHEN r.event IN ('ta1', '999') AND r.outcome LIKE 'accepted%' THEN 'received' ELSE r.outcome END AS status,
    r.source,
    r.event,
    r.event_on AS status_on,
    r.category_code,
    r.status_code,
    r.entity_code,
    n.payer_claim_number,
    date_diff('day', r.event_on, cast(getvariable('business_day') AS DATE)) AS days_since
FROM latest AS l
INNER JOIN ranked AS r ON l.claim_number = r.claim_number AND r.place = 1
LEFT JOIN numbers AS n ON l.claim_number = n.claim_number
ORDER BY l.claim_id
