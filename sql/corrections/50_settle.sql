-- id: settle
-- title: What became of the decisions of this turn
-- reads: verdict, turn_correction

UPDATE core.correction
SET
    status = CASE WHEN v.fault IS NULL THEN 'applied' ELSE 'refused' END,
    fault = v.fault,
    settled_on = getvariable('business_day'),
    claim_id = coalesce(v.claim_id, t.claim_id),
    line_id = v.line_id,
    debit_claim_id = CASE WHEN v.fault IS NULL THEN v.debit_claim_id END,
    debit_line_id = CASE WHEN v.fault IS NULL THEN v.debit_line_id END,
    debit_account = CASE WHEN v.fault IS NULL THEN v.debit_account END,
    credit_account = CASE WHEN v.fault IS NULL THEN v.credit_account END,
    payer_id = CASE WHEN v.fault IS NULL THEN v.payer_id END,
    payment_id = v.payment_id,
    posted_amount = CASE WHEN v.fault IS NULL THEN v.posted_amount END,
    corrects = CASE WHEN v.fault IS NULL THEN v.corrects END
FROM verdict AS v, turn_correction AS t
WHERE core.correction.correction_id = v.correction_id AND v.correction_id = t.correction_id;

-- A payment of which nothing is held any more waits no longer.
UPDATE core.patient_payment
SET status = 'applied'
WHERE
    payment_id IN (
        SELECT k.payment_id
        FROM core.correction AS k
        INNER JOIN core.patient_payment AS p ON k.payment_id = p.payment_id
        WHERE
            k.status = 'applied' AND k.kind IN ('refund', 'payment_applied')
            AND k.payment_id IN (SELECT v.payment_id FROM verdict AS v)
        GROUP BY k.payment_id, p.amount
        HAVING sum(k.posted_amount) = p.amount
    );
