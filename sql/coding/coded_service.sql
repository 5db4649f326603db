-- What each service line under evaluation becomes on a claim: code, modifiers, units, fee, charge.
-- CPT is taken when fees.csv has ever listed it; HCPCS as sent (the edits hold it to the dated list); every other system
-- only through a crosswalk row of the day (mapped.sql), a visit left open by the facts of its encounter (visit.sql); what a
-- coder decided (decided.sql) comes before all. The setting `charges` of client.yaml is in the variable of that name.

CREATE OR REPLACE TEMP TABLE coding_service AS
-- one row per service line of an encounter under evaluation
WITH assigned AS (
    SELECT
        received_id,
        line_number,
        max(value) FILTER (WHERE field IN ('visit_code', 'prolonged_code')) AS code,
        max(value) FILTER (WHERE field IN ('drug_units', 'timed_units', 'anesthesia_minutes', 'prolonged_units')) AS units,
        max(value) FILTER (WHERE field = 'modifier') AS modifier,
        bool_or(field = 'anesthesia_minutes') AS is_in_minutes
    FROM coding_assigned
    WHERE is_assigned AND line_number IS NOT NULL
    GROUP BY received_id, line_number
),

mapped AS (
    SELECT
        m.* REPLACE (
            CASE
                WHEN a.code IS NULL THEN m.code_system
                WHEN regexp_matches(a.code, '^[0-9]') THEN 'CPT'
                ELSE 'HCPCS'
            END AS code_system,
            coalesce(a.code, m.code) AS code,
            coalesce(cast(a.units AS DECIMAL(18, 6)), m.units) AS units,
            CASE WHEN a.is_in_minutes THEN 'MJ' ELSE m.unit_basis END AS unit_basis,
            CASE
                WHEN a.modifier IS NULL THEN m.modifiers
                ELSE list_append(list_filter(m.modifiers, LAMBDA x: x <> ''), a.modifier)
            END AS modifiers
        )
    FROM coding_mapped AS m
    LEFT JOIN assigned AS a ON m.received_id = a.received_id AND m.line_number = a.line_number
),

accepted AS (
    SELECT
        *,
        CASE code_system
            WHEN 'CPT' THEN code IN (SELECT fee.code FROM reference.fee AS fee)
            WHEN 'HCPCS' THEN regexp_full_match(code, '[A-Z][0-9]{4}')
            ELSE FALSE
        END AS is_accepted
    FROM mapped
),

fees AS (
    -- the fee of the first modifier that has one of its own, else the fee of the code
    SELECT
        a.received_id,
        a.line_number,
        arg_min(f.fee, coalesce(list_position(a.modifiers, f.modifier), 99)) AS unit_fee
    FROM accepted AS a
    INNER JOIN reference.fee AS f
        ON
            a.code = f.code
            AND a.service_from >= f.valid_from
            AND (f.valid_to IS NULL OR a.service_from <= f.valid_to)
            AND (f.modifier IS NULL OR list_contains(a.modifiers, f.modifier))
    WHERE a.is_accepted
    GROUP BY ALL
)

SELECT
    a.received_id,
    a.line_number,
    a.sent_system,
    a.sent_code,
    a.sent_charge,
    a.service_from,
    a.is_mapped,
    a.code_system AS code_sought,
    CASE WHEN a.is_accepted THEN a.code_system END AS code_system,
    CASE WHEN a.is_accepted THEN a.code END AS code,
    nullif(a.modifiers[1], '') AS modifier1,
    a.modifiers[2] AS modifier2,
    a.modifiers[3] AS modifier3,
    a.modifiers[4] AS modifier4,
    len(a.modifiers) > 4 AS has_too_many_modifiers,
    cast(a.units AS DECIMAL(12, 3)) AS units,
    a.unit_basis,
    fees.unit_fee,
    CASE getvariable('charges')
        WHEN 'as_sent' THEN a.sent_charge
        ELSE cast(fees.unit_fee * a.units AS DECIMAL(14, 2))
    END AS charge,
    getvariable('charges') AS charge_source,
    a.crosswalk,
    a.revenue_code
FROM accepted AS a
LEFT JOIN fees ON a.received_id = fees.received_id AND a.line_number = fees.line_number
ORDER BY a.received_id, a.line_number;
