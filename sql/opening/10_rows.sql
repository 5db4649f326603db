-- id: opening_rows
-- title: Rows of opening balances, typed and judged
-- reads: staged_opening, opening_payer, opening_identity, core.opening_balance
-- one row per row of tonight's files, with its fault or none; a claim with a faulty row is not taken over
CREATE OR REPLACE TEMP TABLE judged_opening AS
WITH typed AS (
    SELECT
        s.source_file,
        s.source_line,
        upper(s.claim_number) AS former_number,
        CASE WHEN lower(s.payer_id) = 'patient' THEN NULL ELSE upper(s.payer_id) END AS payer_id,
        lower(s.payer_id) = 'patient' AS of_patient,
        upper(s.next_payer_id) AS next_payer_id,
        s.patient_id, s.payer_claim_number, s.member_id, s.last_name, s.first_name, s.code, s.place_of_service,
        upper(s.code_system) AS code_system,
        string_split(upper(coalesce(s.modifiers, '')), ':') AS modifiers,
        CASE WHEN regexp_full_match(s.payer_priority, '[1-9]') THEN cast(s.payer_priority AS INTEGER) END AS payer_priority,
        CASE WHEN regexp_full_match(s.service_on, '\d{4}-\d{2}-\d{2}') THEN try_cast(s.service_on AS DATE) END AS service_on,
        CASE WHEN regexp_full_match(s.units, '\d{1,8}(\.\d{1,3})?') THEN cast(s.units AS DECIMAL(12, 3)) END AS units,
        CASE WHEN regexp_full_match(s.charge, '\d{1,10}(\.\d{1,2})?') THEN cast(s.charge AS DECIMAL(14, 2)) END AS charge,
        CASE
            WHEN regexp_full_match(s.open_amount, '-?\d{1,10}(\.\d{1,2})?') THEN cast(s.open_amount AS DECIMAL(14, 2))
        END AS open_amount
    FROM staged_opening AS s
),

identified AS (
    SELECT
        t.*, i.npi, i.tax_id,
        getvariable('claim_prefix') || upper(substr(hmac_hex(
            'opening|' || t.former_number || '|' || coalesce(t.payer_id, '')
        ), 1, 14)) AS claim_id
    FROM typed AS t
    LEFT JOIN opening_identity AS i
        ON t.service_on >= i.valid_from AND coalesce(t.service_on <= i.valid_to, TRUE)
),

judged AS (
    SELECT
        t.*,
        min(t.next_payer_id) OVER c AS first_next_payer,
        max(t.next_payer_id) OVER c AS last_next_payer,
        count(t.next_payer_id) OVER c AS next_payers,
        count(*) OVER c AS rows_of_claim,
        CASE
            WHEN t.former_number IS NULL THEN 'claim_number is missing'
            WHEN t.of_patient IS NULL THEN 'payer_id is missing; write patient where the patient owes'
            WHEN NOT t.of_patient AND p.payer_id IS NULL THEN 'payer_id is none of payers.yaml'
            WHEN NOT t.of_patient AND t.payer_priority IS NULL THEN 'payer_priority is not 1 to 9'
            WHEN t.patient_id IS NULL THEN 'patient_id is missing'
            WHEN t.service_on IS NULL THEN 'service_on is not a day written YYYY-MM-DD'
            WHEN t.service_on > getvariable('business_day') THEN 'service_on lies after the business day'
            WHEN t.code IS NULL OR t.code_system NOT IN ('CPT', 'HCPCS') THEN 'code is missing, or code_system is not CPT or HCPCS'
            WHEN t.units IS NULL THEN 'units cannot be read'
            WHEN t.place_of_service IS NULL THEN 'place_of_service is missing'
            WHEN t.charge IS NULL THEN 'charge is not dollars and cents'
            WHEN t.open_amount IS NULL THEN 'open_amount is not dollars and cents'
            WHEN t.open_amount > t.charge THEN 'open_amount is more than the charge'
            WHEN t.next_payer_id IS NOT NULL AND t.of_patient THEN 'next_payer_id: after the patient no payer owes'
            WHEN t.next_payer_id IS NOT NULL AND n.payer_id IS NULL THEN 'next_payer_id is none of payers.yaml'
            WHEN t.next_payer_id = t.payer_id THEN 'next_payer_id is the payer itself'
            WHEN t.next_payer_id IS NOT NULL AND t.open_amount <> t.charge
                THEN 'next_payer_id: a payer has answered already; send the balance of the payer that owes it now'
            WHEN t.npi IS NULL THEN 'no billing identity of client.yaml holds on service_on'
            WHEN t.claim_id IN (SELECT c.claim_id FROM core.claim AS c) THEN 'the claim was taken over before'
            WHEN t.source_file <> min(t.source_file) OVER (PARTITION BY t.claim_id) THEN 'the claim is in another file of tonight, too'
        END AS fault
    FROM identified AS t
    LEFT JOIN opening_payer AS p ON t.payer_id = p.payer_id
    LEFT JOIN opening_payer AS n ON t.next_payer_id = n.payer_id
    WINDOW c AS (PARTITION BY t.source_file, t.claim_id)
),

-- A claim has one next payer, told on each of its rows, that has no balance of its own under the same number.
together AS (
    SELECT
        j.* EXCLUDE (first_next_payer, last_next_payer, next_payers, rows_of_claim, fault),
        coalesce(j.fault, CASE
            WHEN
                j.first_next_payer <> j.last_next_payer OR j.next_payers NOT IN (0, j.rows_of_claim)
                THEN 'next_payer_id differs between the rows of the claim'
            WHEN
                j.next_payer_id IS NOT NULL
                AND (j.former_number, j.next_payer_id) IN (SELECT (x.former_number, x.payer_id) FROM identified AS x)
                THEN 'next_payer_id has a balance of its own under this number'
        END) AS fault
    FROM judged AS j
)

SELECT
    *,
    row_number() OVER (PARTITION BY claim_id ORDER BY source_file, source_line) AS line_number,
    bool_or(fault IS NOT NULL) OVER (PARTITION BY source_file, former_number, payer_id) AS faulty
FROM together;
