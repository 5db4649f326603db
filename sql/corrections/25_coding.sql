-- id: coding
-- title: What coders decided about encounters that wait or were billed: codes and overrides
-- reads: judged_correction, core.correction, core.encounter, core.claim, core.claim_submission, core.diagnosis, core.service, core.diagnosis_suggestion,
--        core.edit_finding

-- one row per decision of tonight about coding, with what it names, and its fault or none. Its reference is the encounter
-- (subject_id of the worklist, as it is here or as it is published; of one that was billed the number of its claim) and,
-- after the last bar, the code or the edit.
CREATE OR REPLACE TEMP TABLE coder_decision AS
WITH fresh AS (
    SELECT
        k.correction_id,
        k.action,
        k.line_number AS number,
        row_number() OVER (ORDER BY k.decided_on, k.source_file, k.source_line) AS place,
        trim(regexp_extract(k.reference, '^(.*?)( \| ([^|]*))?$', 1)) AS subject,
        nullif(upper(trim(regexp_extract(k.reference, '^(.*?)( \| ([^|]*))?$', 3))), '') AS code
    FROM core.correction AS k
    INNER JOIN judged_correction AS j ON k.correction_id = j.correction_id AND NOT j.known
    WHERE k.kind = 'coding'
),

parted AS (
    SELECT
        *,
        regexp_split_to_array(code, '[ :-]+') AS parts
    FROM fresh
),

-- A visit that was billed may be named by its claim: what is decided counts when that claim is replaced, or billed anew.
waiting AS (
    SELECT
        received_id,
        [received_id, substr(hmac_hex(received_id), 1, 20)] AS names,
        FALSE AS billed
    FROM core.encounter
    WHERE state IN ('held_coding', 'held_edit')
    UNION ALL
    SELECT
        c.received_id,
        list_distinct(flatten(list([c.received_id, c.claim_id, s.claim_number]))) AS names,
        TRUE AS billed
    FROM core.claim AS c
    INNER JOIN core.claim_submission AS s ON c.claim_id = s.claim_id
    INNER JOIN core.encounter AS e ON c.received_id = e.received_id
    WHERE
        (e.state = 'claimed' OR e.reason_code = 'voided')
        AND (
            s.claim_number IN (SELECT upper(f.subject) FROM fresh AS f)
            OR c.claim_id IN (SELECT upper(f.subject) FROM fresh AS f)
            OR c.received_id IN (SELECT f.subject FROM fresh AS f)
        )
    GROUP BY c.received_id
),

named AS (
    SELECT
        f.*,
        e.received_id,
        e.billed,
        CASE f.action
            WHEN 'override_edit' THEN lower(f.code)
            WHEN 'replace_service_code' THEN f.parts[1]
            WHEN 'replace_diagnosis_code' THEN replace(f.code, '.', '')
            -- a workbook keeps 02 as the number 2
            WHEN 'replace_place_of_service' THEN regexp_replace(f.code, '^([1-9])$', '0\1')
            ELSE s.code
        END AS value,
        CASE WHEN f.action = 'replace_service_code' THEN nullif(array_to_string(f.parts[2:], ':'), '') END AS modifiers,
        t.received_id IS NOT NULL AS has_service,
        d.received_id IS NOT NULL AS has_diagnosis
    FROM parted AS f
    LEFT JOIN waiting AS e ON list_contains(e.names, f.subject) OR (e.billed AND list_contains(e.names, upper(f.subject)))
    LEFT JOIN core.service AS t ON e.received_id = t.received_id AND f.number = t.line_number
    LEFT JOIN core.diagnosis AS d ON e.received_id = d.received_id AND f.number = d.sequence
    LEFT JOIN core.diagnosis_suggestion AS s
        ON e.received_id = s.received_id AND f.number = s.sequence AND s.rank = 1 AND f.action = 'accept_diagnosis_code'
)

SELECT
    n.correction_id,
    n.action,
    n.received_id,
    n.number,
    n.value,
    n.modifiers,
    n.place,
    CASE
        WHEN n.received_id IS NULL THEN 'no encounter of this id waits for coding or is held by an edit'
        WHEN n.billed AND n.action IN ('override_edit', 'accept_diagnosis_code')
            THEN 'the encounter was billed: give the code that its claim is to be replaced by'
        WHEN n.action = 'override_edit' AND NOT EXISTS (
            SELECT 1 FROM core.edit_finding AS f
            WHERE
                f.received_id = n.received_id
                AND f.edit_id = n.value
                AND f.severity = 'hold'
                AND NOT starts_with(f.edit_id, 'coding_')
                AND (n.number IS NULL OR f.line_number = n.number)
        ) THEN 'no edit of this id holds the encounter or the line'
        WHEN n.action = 'replace_service_code' AND NOT n.has_service THEN 'the encounter has no such line'
        WHEN n.action IN ('replace_diagnosis_code', 'accept_diagnosis_code') AND NOT n.has_diagnosis
            THEN 'the encounter has no such diagnosis'
        WHEN n.action = 'accept_diagnosis_code' AND n.value IS NULL THEN 'the diagnosis has no candidate; give the code'
        WHEN
            n.action = 'replace_service_code'
            AND NOT regexp_full_match(coalesce(n.value, ''), '[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4}')
            THEN 'code is neither a CPT nor a HCPCS code'
        WHEN n.action = 'replace_service_code' AND NOT regexp_full_match(n.modifiers, '[0-9A-Z]{2}(:[0-9A-Z]{2}){0,3}')
            THEN 'after the code stand up to four modifiers, a blank between them'
        WHEN
            n.action = 'replace_diagnosis_code'
            AND NOT regexp_full_match(coalesce(n.value, ''), '[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}|[0-9]{3,5}')
            THEN 'code has not the form of a diagnosis code'
        WHEN n.action = 'replace_place_of_service' AND NOT regexp_full_match(coalesce(n.value, ''), '[0-9]{2}')
            THEN 'code is not a place of service of two digits'
    END AS fault
FROM named AS n;

-- one row per finding that is overridden
INSERT INTO core.edit_override BY NAME
SELECT
    d.correction_id,
    f.received_id,
    f.line_number,
    f.edit_id,
    f.edit_hash,
    f.code_sets,
    f.message
FROM coder_decision AS d
INNER JOIN core.edit_finding AS f
    ON
        d.received_id = f.received_id
        AND d.value = f.edit_id
        AND (d.number IS NULL OR d.number = f.line_number)
WHERE d.action = 'override_edit' AND d.fault IS NULL AND f.severity = 'hold'
ORDER BY d.place, f.line_number, f.message;

-- one row per code given
INSERT INTO core.code_decision BY NAME
SELECT
    correction_id,
    received_id,
    CASE action
        WHEN 'replace_service_code' THEN 'service' WHEN 'replace_place_of_service' THEN 'place' ELSE 'diagnosis'
    END AS part,
    coalesce(number, 0) AS number,
    CASE
        WHEN action = 'replace_place_of_service' THEN 'POS'
        WHEN action <> 'replace_service_code'
            THEN CASE WHEN regexp_full_match(value, '[0-9].*') THEN 'ICD9CM' ELSE 'ICD10CM' END
        WHEN regexp_full_match(value, '[0-9]{4}[0-9A-Z]') THEN 'CPT'
        ELSE 'HCPCS'
    END AS code_system,
    value AS code,
    modifiers,
    place + (SELECT coalesce(max(c.decided_order), 0) FROM core.code_decision AS c) AS decided_order
FROM coder_decision
WHERE action <> 'override_edit' AND fault IS NULL
ORDER BY place;

UPDATE core.correction
SET
    status = CASE WHEN d.fault IS NULL THEN 'applied' ELSE 'refused' END,
    fault = d.fault,
    settled_on = getvariable('business_day')
FROM coder_decision AS d
WHERE core.correction.correction_id = d.correction_id;
