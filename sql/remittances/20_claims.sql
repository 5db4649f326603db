-- id: claims
-- title: Remitted claims of the accepted transaction sets: balance, match, and the payer's place among the encounter's payers
-- one row per remitted claim
CREATE OR REPLACE TEMP TABLE remitted AS
SELECT
    a.remittance_id,
    a.remittance_id || '.' || printf('%05d', c.claim_index) AS remit_claim_id,
    a.payer_id AS remitting_payer,
    a.status AS remittance_status,
    a.taken,
    c.*
FROM staged_claim AS c
INNER JOIN accepted AS a ON c.source_file = a.source_file AND c.st_index = a.st_index
WHERE
    a.taken <> 'claims'
    OR a.remittance_id || '.' || printf('%05d', c.claim_index) IN (SELECT remit_claim_id FROM reread_claim);

CREATE OR REPLACE TEMP TABLE claim_fault AS
WITH found AS (
    SELECT source_file, st_index, claim_index, arg_min(code, segment) AS code, min(segment) AS segment
    FROM staged_finding
    WHERE code IN ('line_out_of_balance', 'claim_out_of_balance', 'unread_line') AND claim_index IS NOT NULL
    GROUP BY ALL
),

adjusted AS (
    SELECT
        source_file, st_index, claim_index,
        sum(amount) AS amount
    FROM staged_adjustment
    GROUP BY ALL
)

SELECT r.remit_claim_id, coalesce(f.code, 'claim_out_of_balance') AS code, coalesce(f.segment, r.segment) AS segment
FROM remitted AS r
LEFT JOIN found AS f USING (source_file, st_index, claim_index)
LEFT JOIN adjusted AS a USING (source_file, st_index, claim_index)
WHERE f.code IS NOT NULL OR r.charge_amount - coalesce(a.amount, 0) <> r.paid_amount;
