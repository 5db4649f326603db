-- id: replaced
-- title: Of a claim and its replacement: the one that a payer speaks of, whichever number it gives
-- reads: matched, remitted, core.claim, core.remit_claim
-- one row per remitted claim whose amounts fit another claim of the visit than the one whose number it gives: a reversal is
-- of the claim with the payment that it takes back, anything else of the only one with its charge
CREATE OR REPLACE TEMP TABLE rematched AS
WITH chained AS (
    SELECT
        m.remit_claim_id, m.claim_id AS named_id, o.claim_id, o.charge, r.status_code, r.charge_amount, r.paid_amount
    FROM matched AS m
    INNER JOIN remitted AS r ON m.remit_claim_id = r.remit_claim_id
    INNER JOIN core.claim AS c ON m.claim_id = c.claim_id
    INNER JOIN core.claim AS o
        ON c.encounter_id = o.encounter_id AND c.payer_id = o.payer_id AND core.not_voided(o.live, o.replaced_on)
    WHERE
        m.match_rung <> 'decision'
        AND c.encounter_id IN (
            SELECT x.encounter_id FROM core.claim AS x
            WHERE x.replaced_on IS NOT NULL
        )
),

standing AS (
    SELECT DISTINCT p.claim_id, p.charge_amount, p.paid_amount
    FROM core.remit_claim AS p
    WHERE
        p.status = 'posted' AND p.status_code <> '22'
        AND p.claim_id IN (SELECT c.claim_id FROM chained AS c)
        AND p.remit_claim_id NOT IN (
            SELECT v.reverses FROM core.remit_claim AS v
            WHERE v.reverses IS NOT NULL
        )
),

fitting AS (
    SELECT c.remit_claim_id, c.named_id, c.claim_id
    FROM chained AS c
    LEFT JOIN standing AS s
        ON c.claim_id = s.claim_id AND c.charge_amount = -s.charge_amount AND c.paid_amount = -s.paid_amount
    WHERE CASE c.status_code WHEN '22' THEN s.claim_id IS NOT NULL ELSE c.charge = c.charge_amount END
)

SELECT remit_claim_id, min(claim_id) AS claim_id FROM fitting
GROUP BY remit_claim_id, named_id
HAVING count(*) = 1 AND min(claim_id) <> named_id;

UPDATE matched
SET claim_id = r.claim_id, match_rung = 'replacement'
FROM rematched AS r
WHERE matched.remit_claim_id = r.remit_claim_id;
