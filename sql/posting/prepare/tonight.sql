-- id: tonight
-- title: What tonight's posting rules read: remitted claims with the place of their claim among the encounter's payers
-- one row per remitted claim that posts or is suspended tonight: its remittance was taken in today, or a decision of today says so

CREATE OR REPLACE TEMP TABLE tonight_remit AS
SELECT
    c.remit_claim_id,
    c.remittance_id,
    c.claim_id,
    c.status,
    c.status_code,
    c.paid_amount,
    'remit:' || c.reverses AS corrects,
    c.source_position,
    r.source_file,
    r.payer_id AS remitting_payer,
    coalesce(r.payment_on, r.received_on) AS effective_on
FROM core.remittance AS r
INNER JOIN core.remit_claim AS c USING (remittance_id)
WHERE
    c.status IN ('posted', 'suspended')
    AND c.remit_claim_id IN (
        SELECT n.remit_claim_id FROM core.remit_claim AS n
        WHERE n.status_on = getvariable('business_day')
        UNION ALL
        SELECT n.remit_claim_id
        FROM core.remit_claim AS n
        INNER JOIN core.remittance AS m USING (remittance_id)
        WHERE m.received_on = getvariable('business_day') AND n.status_on IS NULL
    );

-- One row per claim of the encounters that tonight's remittances speak of; a claim that was replaced stands with those that
-- were made beside it (family_id), as it stood before.
CREATE OR REPLACE TEMP TABLE relative AS
WITH spoken AS (
    SELECT DISTINCT c.received_id, c.generation
    FROM core.claim AS c
    INNER JOIN tonight_remit AS t USING (claim_id)
    WHERE t.status = 'posted'
)

SELECT
    c.claim_id,
    core.family_of(c.received_id, c.generation) AS family_id,
    c.payer_id,
    CASE WHEN c.party = 'patient' THEN 'ar_patient' ELSE 'ar_insurer:' || c.payer_id END AS account,
    row_number() OVER f AS payer_rank,
    first_value(c.claim_id) OVER f AS first_claim_id,
    lead(c.claim_id) OVER f AS next_claim_id,
    lead(c.payer_id) OVER f AS next_payer
FROM core.claim AS c
INNER JOIN spoken AS s ON c.received_id = s.received_id AND c.generation = s.generation
WHERE core.not_voided(c.live, c.replaced_on)
WINDOW f AS (PARTITION BY c.received_id, c.generation ORDER BY c.payer_priority, c.claim_id);

-- One row per line of those claims, with the same line on the first and on the next payer's claim.
CREATE OR REPLACE TEMP TABLE relative_line AS
SELECT
    l.line_id,
    l.claim_id,
    l.line_number,
    f.line_id AS first_line_id,
    n.line_id AS next_line_id
FROM relative AS r
INNER JOIN core.claim_line AS l USING (claim_id)
LEFT JOIN core.claim_line AS f ON r.first_claim_id = f.claim_id AND l.line_number = f.line_number
LEFT JOIN core.claim_line AS n ON r.next_claim_id = n.claim_id AND l.line_number = n.line_number;

-- One row per remitted claim that posts tonight, with the account it settles and the account its patient share moves to.
CREATE OR REPLACE TEMP TABLE settled AS
SELECT
    t.*,
    r.family_id,
    r.payer_id,
    r.account,
    r.payer_rank,
    r.first_claim_id,
    coalesce(r.next_claim_id, r.first_claim_id) AS share_claim_id,
    r.next_claim_id IS NOT NULL AS share_to_payer,
    coalesce('ar_insurer:' || r.next_payer, 'ar_patient') AS share_account
FROM tonight_remit AS t
INNER JOIN relative AS r USING (claim_id)
WHERE t.status = 'posted';
