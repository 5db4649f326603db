-- title: What was done in the month that an invoice may count
-- one row per: claim sent for the first time, claim made from an encounter, and line of a time file
-- column kind: claim (first sent in the month; a corrected claim in place of one that was sent counts with that one), scrubbed_claim (an insurer's claim made from an encounter in the month, past coding and edits), or of a time file taken in that month statement, verification, appeal, hour or pass_through.
-- column subject_id: Claim, or line of a time file.
-- column worked_on: Day on which it was sent, made or worked: the price of that day holds.
-- column payer_class: Class of the payer (payers.yaml); NULL where no claim is concerned.
-- column rendering_npi: NPI of who rendered the service; NULL where none is known.
-- column place_of_service: Place of service of the claim; NULL where no claim is concerned.
-- column code: NULL: a claim may have many.
-- column quantity: Pieces, or hours.
-- column amount: Dollars of a cost handed on; else NULL: the agreement has the price.
-- column description: What it was, of a line of a time file; else NULL.
WITH sent AS (
    SELECT claim_id, min(submitted_on) AS worked_on FROM core.claim_submission
    GROUP BY claim_id
),

claims AS (
    SELECT 'claim' AS kind, s.claim_id, s.worked_on FROM sent AS s
    UNION ALL
    SELECT 'scrubbed_claim' AS kind, c.claim_id, c.created_on AS worked_on FROM core.claim AS c
    WHERE c.origin = 'encounter' AND c.party = 'insurer' AND c.payer_priority <= 1
),

counted AS (
    SELECT
        k.kind, k.claim_id AS subject_id, k.worked_on, y.payer_class, c.rendering_npi, c.place_of_service, 1 AS quantity,
        NULL AS amount, NULL AS description
    FROM claims AS k
    INNER JOIN core.claim AS c ON k.claim_id = c.claim_id
    LEFT JOIN reference.payer AS y ON c.payer_id = y.payer_id
    WHERE
        c.replaces IS NULL
        AND k.worked_on BETWEEN getvariable('first_day')::DATE AND getvariable('last_day')::DATE
    UNION ALL
    SELECT
        kind, work_id AS subject_id, worked_on, NULL AS payer_class, NULL AS rendering_npi, NULL AS place_of_service,
        quantity, amount, description
    FROM core.work_item
    WHERE received_on BETWEEN getvariable('first_day')::DATE AND getvariable('last_day')::DATE
)

SELECT
    kind,
    subject_id,
    worked_on,
    payer_class,
    rendering_npi,
    place_of_service,
    NULL::VARCHAR AS code,
    quantity::DECIMAL(12, 2) AS quantity,
    amount::DECIMAL(14, 2) AS amount,
    description::VARCHAR AS description
FROM counted
ORDER BY kind, subject_id
