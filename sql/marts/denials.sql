-- title: Denials
-- one row per: denied adjustment of a posted remittance claim
-- column denial_id: Id of the adjustment (core.remit_adjustment).
-- column claim_id: Claim of ours that was denied, wholly or in part.
-- column line_id: Claim line denied; NULL for a denial of the whole claim.
-- column payer_id: Payer that denied.
-- column remittance_id: Remittance that says so.
-- column remit_claim_id: Claim in that remittance.
-- column group_code: Claim adjustment group code: CO, PR, OA, PI.
-- column reason_code: Claim adjustment reason code (CARC).
-- column remark_codes: Remark codes (RARC) of the line or claim, sorted, separated by spaces.
-- column category: Denial category; unknown when data_contracts/rules/denial_categories.yaml does not have the code.
-- column action: What to do first.
-- column amount: Denied, dollars.
-- column denied_on: Payment day of the remittance, or the day it came.
-- column status: open; reversed: taken back by the payer since; settled: the claim has no balance left.
WITH adjustments AS (
    SELECT
        a.remit_adjustment_id,
        rc.claim_id,
        l.line_id,
        rc.remittance_id,
        rc.remit_claim_id,
        a.remit_line_id,
        a.group_code,
        a.reason_code,
        a.amount,
        r.payer_id,
        coalesce(r.payment_on, r.received_on) AS denied_on,
        r.received_on,
        rc.claim_index,
        a.category,
        d.action
    FROM core.remit_adjustment AS a
    INNER JOIN core.remit_claim AS rc ON a.remit_claim_id = rc.remit_claim_id
    INNER JOIN core.remittance AS r ON rc.remittance_id = r.remittance_id
    LEFT JOIN core.remit_line AS l ON a.remit_line_id = l.remit_line_id
    LEFT JOIN reference.denial_category AS d ON a.group_code = d.group_code AND a.reason_code = d.reason_code
    WHERE rc.status = 'posted' AND rc.claim_id IS NOT NULL AND a.posting = 'open'
),

-- A reversal repeats an adjustment with the other sign: of the same adjustments of a line, the newest are open up to
-- what the signs leave.
counted AS (
    SELECT
        *,
        sum(amount) OVER same AS net,
        coalesce(sum(greatest(amount, 0)) OVER (
            same
            ORDER BY received_on DESC, denied_on DESC, remittance_id DESC, claim_index DESC, remit_adjustment_id DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS newer
    FROM adjustments
    WINDOW same AS (PARTITION BY claim_id, line_id, group_code, reason_code)
),

remarks AS (
    SELECT
        remit_claim_id,
        remit_line_id,
        string_agg(DISTINCT code, ' ' ORDER BY code) AS codes
    FROM core.remit_remark
    GROUP BY remit_claim_id, remit_line_id
),

balances AS (
    SELECT
        p.claim_id,
        sum(p.amount) AS amount
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
    WHERE a.kind IN ('ar_insurer', 'ar_patient')
    GROUP BY p.claim_id
)

SELECT
    c.remit_adjustment_id AS denial_id,
    c.claim_id,
    c.line_id,
    c.payer_id,
    c.remittance_id,
    c.remit_claim_id,
    c.group_code,
    c.reason_code,
    coalesce(m.codes, w.codes) AS remark_codes,
    coalesce(c.category, 'unknown') AS category,
    coalesce(
        c.action,
        'Find out what the payer means by this reason, then add it to data_contracts/rules/denial_categories.yaml'
    ) AS action,
    c.amount,
    c.denied_on,
    CASE
        WHEN c.newer >= c.net THEN 'reversed'
        WHEN coalesce(b.amount, 0) <= 0 THEN 'settled'
        ELSE 'open'
    END AS status
FROM counted AS c
LEFT JOIN remarks AS m ON c.remit_claim_id = m.remit_claim_id AND c.remit_line_id = m.remit_line_id
LEFT JOIN remarks AS w ON c.remit_claim_id = w.remit_claim_id AND w.remit_line_id IS NULL
LEFT JOIN balances AS b ON c.claim_id = b.claim_id
WHERE c.amount > 0
ORDER BY denied_on, denial_id
