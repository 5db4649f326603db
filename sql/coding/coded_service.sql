-- What each service line under evaluation becomes on a claim: code, modifiers, units, fee, charge.
-- CPT is taken when fees.csv has ever listed it; HCPCS as sent (the edits hold it to the dated list); every other system
-- only through a crosswalk row of the day; what a coder decided (decided.sql) comes before all. The setting `charges` of client.yaml is in the variable of that name.

CREATE OR REPLACE TEMP TABLE coding_service AS
-- one row per service line of an encounter under evaluation
WITH mapped AS (
    SELECT
        s.received_id,
        s.line_number,
        s.service_from,
        coalesce(k.code_system, s.code_system) AS sent_system,
        coalesce(k.code, s.code) AS sent_code,
        s.unit_basis,
        s.charge AS sent_charge,
        x.local_code IS NOT NULL AS is_mapped,
        coalesce(k.code_system, x.code_system, s.code_system) AS code_system,
        coalesce(k.code, x.code, upper(trim(s.code))) AS code,
        s.units * coalesce(x.units_factor, 1) AS units,
        string_split(
            CASE WHEN k.modifiers <> '-' THEN k.modifiers ELSE concat_ws(
                ':',
                x.modifier1,
                x.modifier2,
                CASE WHEN s.modifier1 IN (x.modifier1, x.modifier2) THEN NULL ELSE s.modifier1 END,
                CASE WHEN s.modifier2 IN (x.modifier1, x.modifier2) THEN NULL ELSE s.modifier2 END,
                CASE WHEN s.modifier3 IN (x.modifier1, x.modifier2) THEN NULL ELSE s.modifier3 END,
                CASE WHEN s.modifier4 IN (x.modifier1, x.modifier2) THEN NULL ELSE s.modifier4 END
            ) END,
            ':'
        ) AS modifiers,
        CASE
            WHEN k.correction_id IS NOT NULL THEN concat('correction ', k.correction_id)
            WHEN x.local_code IS NOT NULL THEN concat(x.local_system, ':', x.local_code, ' from ', x.valid_from)
        END AS crosswalk
    FROM edit_encounter AS e
    INNER JOIN core.service AS s ON e.received_id = s.received_id
    LEFT JOIN coding_decided AS k
        ON k.part = 'service' AND s.received_id = k.received_id AND s.line_number = k.number
    LEFT JOIN reference.crosswalk AS x
        ON
            k.code IS NULL
            AND s.code_system = x.local_system
            AND s.code = x.local_code
            AND x.code_system IN ('CPT', 'HCPCS')
            AND s.service_from >= x.valid_from
            AND (x.valid_to IS NULL OR s.service_from <= x.valid_to)
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
    a.crosswalk
FROM accepted AS a
LEFT JOIN fees ON a.received_id = fees.received_id AND a.line_number = fees.line_number
ORDER BY a.received_id, a.line_number;
