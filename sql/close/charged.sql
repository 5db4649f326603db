-- title: What was charged in the month
-- one row per: posting on the account of charges
-- column posting_id: Posting.
-- column posted_on: Business day of the night that posted it.
-- column effective_on: Day of service; of a charge taken back, day of the decision.
-- column claim_id: Claim.
-- column line_id: Claim line.
-- column payer_id: Payer charged; NULL for a patient.
-- column payer_class: Class of the payer (payers.yaml), or patient.
-- column rendering_npi: NPI of who rendered the service; NULL where the claim names none.
-- column place_of_service: Place of service of the claim.
-- column code: Procedure code of the line.
-- column origin: encounter, or opening for a claim taken over at go-live.
-- column source: charge, or void for one taken back.
-- column amount: Dollars, positive when charged.
-- column original_posting_id: Of a charge taken back: the posting that charged it.
-- column original_period: First day of the month of that posting, where it is an earlier month; else NULL.
-- column source_file: sha256 of the file it rests on.
-- column source_position: Line in it.
SELECT
    p.posting_id,
    p.posted_on,
    p.effective_on,
    p.claim_id,
    p.line_id,
    CASE c.party WHEN 'insurer' THEN c.payer_id END AS payer_id,
    CASE c.party WHEN 'insurer' THEN y.payer_class ELSE 'patient' END AS payer_class,
    c.rendering_npi,
    c.place_of_service,
    l.code,
    c.origin,
    CASE p.rule WHEN 'charge' THEN 'charge' ELSE 'void' END AS source,
    -p.amount AS amount,
    o.posting_id AS original_posting_id,
    CASE WHEN o.posted_on < getvariable('first_day')::DATE THEN date_trunc('month', o.posted_on)::DATE END
        AS original_period,
    p.source_file,
    p.source_position
FROM ledger.posting AS p
INNER JOIN core.claim AS c ON p.claim_id = c.claim_id
LEFT JOIN core.claim_line AS l ON p.line_id = l.line_id
LEFT JOIN reference.payer AS y ON c.payer_id = y.payer_id
LEFT JOIN ledger.posting AS o
    ON
        CASE WHEN p.rule <> 'charge' THEN p.claim_id END = o.claim_id AND p.line_id = o.line_id
        AND o.account = 'charges' AND o.rule = 'charge'
WHERE
    p.account = 'charges'
    AND p.posted_on BETWEEN getvariable('first_day')::DATE AND getvariable('last_day')::DATE
ORDER BY p.posting_id
