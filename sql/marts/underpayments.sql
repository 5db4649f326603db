-- title: Remitted lines against the client's contract rates
-- one row per: claim line answered by its first payer for which a contract rate holds; none of claims that were replaced
-- column line_id: Claim line.
-- column claim_id: Claim.
-- column payer_id: Payer that answered.
-- column code: Procedure code.
-- column modifiers: Modifiers, separated by a colon; NULL without any.
-- column place: Class of the place of service: facility or non_facility.
-- column service_from: First day of service: the day that the rate is taken for.
-- column answered_on: Business day of the answer compared: the last one that was not reversed.
-- column units: Units billed.
-- column charge_amount: Charge as the payer repeats it.
-- column expected: Allowed under the contract: rate times units or percent of charge, never more than the charge.
-- column allowed: Allowed by the payer: paid, patient responsibility, and what it cut by law (sequestration).
-- column paid_amount: Paid by the payer.
-- column denied: Neither allowed nor given up under the contract: open until a person decides; no underpayment.
-- column variance: expected - allowed - denied; above zero: too little.
-- column tolerance_amount: What rates.csv tolerates: the larger of its dollars and its percent of expected.
-- column status: under, over or within the tolerance, or denied: the whole difference is a denial.
WITH answered AS (
    SELECT
        l.line_id,
        c.claim_id,
        r.payer_id,
        r.received_on,
        l.remit_line_id,
        l.charge_amount,
        l.paid_amount,
        c.status_code = '22' AS reversal,
        coalesce(r.payment_on, r.received_on) AS paid_on
    FROM core.remit_line AS l
    INNER JOIN core.remit_claim AS c ON l.remit_claim_id = c.remit_claim_id
    INNER JOIN core.remittance AS r ON c.remittance_id = r.remittance_id
    INNER JOIN core.claim AS k ON c.claim_id = k.claim_id AND r.payer_id = k.payer_id
    WHERE c.status = 'posted' AND l.line_id IS NOT NULL AND k.payer_priority = 1 AND k.replaced_on IS NULL
),

-- A reversal takes one answer back; what stands is the last of the others, if more were given than taken back.
standing AS (
    SELECT
        line_id,
        arg_max(remit_line_id, (paid_on, received_on, remit_line_id)) FILTER (WHERE NOT reversal) AS remit_line_id
    FROM answered
    GROUP BY line_id
    HAVING count(*) FILTER (WHERE NOT reversal) > count(*) FILTER (WHERE reversal)
),

adjusted AS (
    SELECT
        a.remit_line_id,
        -- A cut by law (sequestration, CO-253) is no underpayment: the contract's rate is before it.
        coalesce(sum(a.amount) FILTER (WHERE a.posting = 'patient' OR a.reason_code = '253'), 0) AS beside_payment,
        coalesce(sum(a.amount) FILTER (WHERE a.posting = 'open'), 0) AS denied
    FROM core.remit_adjustment AS a
    INNER JOIN standing AS s ON a.remit_line_id = s.remit_line_id
    GROUP BY a.remit_line_id
),

compared AS (
    SELECT
        a.*,
        b.code,
        b.units,
        b.service_from,
        list_filter([b.modifier1, b.modifier2, b.modifier3, b.modifier4], LAMBDA m: m <> '') AS modifiers,
        p.place,
        a.paid_amount + coalesce(d.beside_payment, 0) AS allowed,
        coalesce(d.denied, 0) AS denied
    FROM standing AS s
    INNER JOIN answered AS a ON s.remit_line_id = a.remit_line_id
    INNER JOIN core.claim_line AS b ON a.line_id = b.line_id AND b.unit_basis = 'UN'
    INNER JOIN core.claim AS c ON a.claim_id = c.claim_id
    LEFT JOIN reference.place_class AS p ON c.place_of_service = p.place_of_service
    LEFT JOIN adjusted AS d ON s.remit_line_id = d.remit_line_id
),

-- A rate for a modifier of the line comes before one for none, one for the place before one for any.
rated AS (
    SELECT
        c.* REPLACE (nullif(array_to_string(c.modifiers, ':'), '') AS modifiers),
        least(c.charge_amount, round(coalesce(r.rate * c.units, c.charge_amount * r.percent_of_charge * 0.01), 2)) AS expected,
        r.tolerance,
        r.tolerance_percent
    FROM compared AS c
    INNER JOIN reference.contract_rate AS r
        ON
            c.payer_id = r.payer_id AND c.code = r.code
            AND c.service_from >= r.valid_from AND coalesce(c.service_from <= r.valid_to, TRUE)
            AND coalesce(list_contains(c.modifiers, r.modifier), TRUE)
            AND coalesce(c.place = r.place, r.place IS NULL)
    QUALIFY
        row_number() OVER (
            PARTITION BY c.line_id
            ORDER BY r.modifier IS NULL, list_position(c.modifiers, r.modifier), r.place IS NULL, r.modifier
        ) = 1
),

judged AS (
    SELECT
        *,
        expected - allowed - denied AS variance,
        greatest(tolerance, round(expected * tolerance_percent * 0.01, 2)) AS tolerance_amount
    FROM rated
)

SELECT
    line_id,
    claim_id,
    payer_id,
    code,
    modifiers,
    place,
    service_from,
    received_on AS answered_on,
    units,
    charge_amount,
    expected::DECIMAL(14, 2) AS expected,
    allowed::DECIMAL(14, 2) AS allowed,
    paid_amount,
    denied::DECIMAL(14, 2) AS denied,
    variance::DECIMAL(14, 2) AS variance,
    tolerance_amount::DECIMAL(14, 2) AS tolerance_amount,
    CASE
        WHEN variance > tolerance_amount THEN 'under'
        WHEN denied > 0 THEN 'denied'
        WHEN variance < -tolerance_amount THEN 'over'
        ELSE 'within'
    END AS status
FROM judged
ORDER BY line_id
