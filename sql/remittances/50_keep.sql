-- id: keep
-- title: Keep the accepted transaction sets in core
-- one row per remittance, claim, line, adjustment, provider adjustment, remark and reference

-- What a decision takes up again is judged anew, under the same ids.
CREATE OR REPLACE TEMP TABLE retaken AS
SELECT c.remit_claim_id, c.remittance_id, c.status
FROM core.remit_claim AS c
SEMI JOIN placed AS p ON c.remit_claim_id = p.remit_claim_id;

DELETE FROM core.remit_claim
WHERE remit_claim_id IN (SELECT remit_claim_id FROM retaken);
DELETE FROM core.remit_line
WHERE remit_claim_id IN (SELECT remit_claim_id FROM retaken);
DELETE FROM core.remit_adjustment
WHERE remit_claim_id IN (SELECT remit_claim_id FROM retaken);

INSERT INTO core.remittance BY NAME
SELECT
    remittance_id, content_hash, source_file, source_position, isa_control, st_control, trace, payer_id, payer_name,
    payer_identifier, payee_npi, payee_tax_id, method AS payment_method, credit_or_debit, payment_on,
    amount AS paid_amount, claims_amount, provider_adjustments, status,
    CASE WHEN status <> 'posted' THEN reason END AS reason,
    getvariable('business_day') AS received_on, source_kind
FROM accepted
WHERE taken = 'new'
ORDER BY remittance_id;

INSERT INTO core.remit_claim BY NAME
SELECT
    remit_claim_id, remittance_id, claim_index, "offset" AS source_position, claim_number, status_code, charge_amount,
    paid_amount, patient_responsibility, filing_indicator, payer_claim_number, facility_code, frequency,
    patient_last_name, patient_first_name, member_id, service_from, claim_id, match_rung, status, reason,
    CASE WHEN taken <> 'new' THEN getvariable('business_day') END AS status_on
FROM placed
ORDER BY remit_claim_id;

INSERT INTO core.remit_line BY NAME
SELECT
    r.remit_line_id, r.remit_claim_id, r.line_index, r."offset" AS source_position, r.code_qualifier, r.code,
    r.modifier1, r.modifier2, r.modifier3, r.modifier4, r.charge_amount, r.paid_amount, r.paid_units,
    r.service_from AS service_on, r.line_control, r.allowed_amount,
    l.line_id,
    CASE WHEN l.line_id IS NOT NULL THEN m.match_rung END AS match_rung
FROM remitted_line AS r
LEFT JOIN matched_line AS m USING (remit_line_id)
LEFT JOIN core.claim_line AS l ON m.claim_id = l.claim_id AND m.line_number = l.line_number
ORDER BY r.remit_line_id;

INSERT INTO core.remit_adjustment BY NAME
SELECT
    a.remit_claim_id || '.A' || printf('%04d', row_number() OVER (
        PARTITION BY a.remit_claim_id ORDER BY a.segment, a.triplet
    )) AS remit_adjustment_id,
    a.remit_claim_id,
    a.remit_claim_id || '.' || printf('%03d', a.line_index) AS remit_line_id,
    a."offset" AS source_position,
    a.triplet, a.group_code, a.reason_code, a.amount, a.quantity, a.category, a.posting
FROM decided_adjustment AS a
ORDER BY a.remit_claim_id, a.segment, a.triplet;

INSERT INTO core.provider_adjustment BY NAME
SELECT
    a.remittance_id || '.P' || printf('%03d', row_number() OVER (
        PARTITION BY a.remittance_id ORDER BY p.segment, p.pair
    )) AS provider_adjustment_id,
    a.remittance_id, p."offset" AS source_position, p.pair, p.provider_identifier, p.fiscal_on, p.reason_code,
    p.reference, p.amount, coalesce(k.meaning, 'other') AS meaning,
    coalesce(k.account, 'provider_adjustment:' || p.reason_code) AS account
FROM staged_provider_adjustment AS p
INNER JOIN accepted AS a USING (source_file, st_index)
LEFT JOIN known_reason AS k USING (reason_code)
WHERE a.taken = 'new'
ORDER BY a.remittance_id, p.segment, p.pair;

INSERT INTO core.remit_remark BY NAME
SELECT
    p.remit_claim_id,
    p.remit_claim_id || '.' || printf('%03d', r.line_index) AS remit_line_id,
    r."offset" AS source_position, r.element, r.code
FROM staged_remark AS r
INNER JOIN placed AS p USING (source_file, st_index, claim_index)
WHERE p.taken = 'new'
ORDER BY p.remit_claim_id, r.segment, r.element;

INSERT INTO core.remit_reference BY NAME
SELECT
    a.remittance_id,
    a.remittance_id || '.' || printf('%05d', r.claim_index) AS remit_claim_id,
    a.remittance_id || '.' || printf('%05d', r.claim_index) || '.' || printf('%03d', r.line_index) AS remit_line_id,
    r."offset" AS source_position, r.qualifier, r.reference
FROM staged_reference AS r
INNER JOIN accepted AS a USING (source_file, st_index)
WHERE a.taken = 'new'
ORDER BY a.remittance_id, r.segment, r.qualifier;
