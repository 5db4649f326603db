-- id: rows
-- title: Rows of correction files, typed and judged by their form
-- reads: staged_correction; correction_action (data_contracts/corrections.py); core.correction, core.opening_balance
-- one row per row of tonight's files (temp table judged_correction), with its fault or none
CREATE OR REPLACE TEMP TABLE judged_correction AS
WITH typed AS (
    SELECT
        s.source_file,
        s.source_line,
        lower(s.action) AS action,
        a.kind,
        a.needs,
        a.may,
        CASE
            WHEN
                regexp_full_match(upper(s.claim_number), '[A-Z0-9]{1,20}')
                -- The number of a balance taken over may have had another form in the system before.
                OR upper(s.claim_number) IN (SELECT upper(o.former_number) FROM core.opening_balance AS o)
                THEN upper(s.claim_number)
        END AS claim_number,
        s.claim_number IS NOT NULL AS claim_told,
        CASE WHEN regexp_full_match(s.line_number, '\d{1,3}') THEN cast(s.line_number AS INTEGER) END AS line_number,
        s.line_number IS NOT NULL AS line_told,
        CASE
            WHEN regexp_full_match(s.amount, '\d{1,12}(\.\d{1,2})?') THEN cast(s.amount AS DECIMAL(14, 2))
        END AS amount,
        coalesce(lower(s.amount) = 'all', FALSE) AS whole_amount,
        s.amount IS NOT NULL AS amount_told,
        CASE WHEN lower(s.payer_id) = 'patient' THEN 'patient' ELSE s.payer_id END AS named_payer,
        s.reference,
        s.reason,
        s.decided_by,
        CASE WHEN regexp_full_match(s.decided_on, '\d{4}-\d{2}-\d{2}') THEN try_cast(s.decided_on AS DATE) END AS decided_on,
        s.note
    FROM staged_correction AS s
    LEFT JOIN correction_action AS a ON lower(s.action) = a.action
),

told AS (
    SELECT
        *,
        list_filter(
            [
                CASE WHEN claim_told THEN 'claim_number' END, CASE WHEN line_told THEN 'line_number' END,
                CASE WHEN amount_told THEN 'amount' END, CASE WHEN named_payer IS NOT NULL THEN 'payer_id' END,
                CASE WHEN reference IS NOT NULL THEN 'reference' END
            ],
            LAMBDA name: name IS NOT NULL
        ) AS names
    FROM typed
),

formed AS (
    SELECT
        *,
        list_filter(needs, LAMBDA name: NOT list_contains(names, name)) AS missing,
        list_filter(names, LAMBDA name: NOT list_contains(needs || may, name)) AS unused
    FROM told
),

faulted AS (
    SELECT
        *,
        CASE
            WHEN action IS NULL THEN 'action is missing'
            WHEN kind IS NULL THEN 'action is none of those agreed'
            WHEN len(missing) > 0 THEN array_to_string(missing, ', ') || ' is missing'
            WHEN len(unused) > 0 THEN 'this action has no use for ' || array_to_string(unused, ', ')
            WHEN claim_told AND claim_number IS NULL
                THEN 'claim_number is not 1 to 20 letters and digits'
            WHEN line_told AND coalesce(line_number, 0) = 0 THEN 'line_number is not a number from 1'
            WHEN amount_told AND NOT whole_amount AND coalesce(amount, 0) = 0
                THEN 'amount is neither a positive number of dollars and cents nor all'
            WHEN kind IN ('refund', 'refund_paid') AND claim_told = (reference IS NOT NULL)
                THEN 'name either claim_number or reference'
            WHEN decided_by IS NULL THEN 'decided_by is missing'
            WHEN reason IS NULL THEN 'reason is missing'
            WHEN decided_on IS NULL THEN 'decided_on is not a day written YYYY-MM-DD'
            WHEN decided_on > getvariable('business_day') THEN 'decided_on lies after the business day'
        END AS fault
    FROM formed
),

-- The n-th equal row of a file is the n-th such decision: files that overlap do not make a decision two.
counted AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY
                source_file, action, claim_number, line_number, amount, whole_amount, named_payer, reference, reason,
                decided_by, decided_on, note
            ORDER BY source_line
        ) AS occurrence
    FROM faulted
),

identified AS (
    SELECT
        * EXCLUDE (needs, may, names, missing, unused, claim_told, line_told, amount_told),
        CASE
            WHEN fault IS NULL
                THEN
                    'K' || left(hmac_hex(array_to_string(list_transform(
                        [
                            'correction', action, claim_number, cast(line_number AS VARCHAR),
                            CASE WHEN whole_amount THEN 'all' ELSE cast(amount AS VARCHAR) END, named_payer, reference,
                            reason, decided_by, cast(decided_on AS VARCHAR), note, cast(occurrence AS VARCHAR)
                        ],
                        LAMBDA value: coalesce(value, '')
                    ), chr(31))), 20)
        END AS correction_id
    FROM counted
)

SELECT
    *,
    fault IS NULL AND (
        row_number() OVER (PARTITION BY correction_id ORDER BY source_file, source_line) > 1
        OR correction_id IN (SELECT c.correction_id FROM core.correction AS c)
    ) AS known
FROM identified;
