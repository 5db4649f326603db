-- What each service line under evaluation means: what a coder gave, what the crosswalk of the day says, or what was sent.

CREATE OR REPLACE TEMP TABLE coding_mapped AS
-- one row per service line of an encounter under evaluation
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
    k.correction_id IS NOT NULL AS is_decided,
    CASE
        WHEN k.correction_id IS NOT NULL THEN concat('correction ', k.correction_id)
        WHEN x.local_code IS NOT NULL THEN concat(x.local_system, ':', x.local_code, ' from ', x.valid_from)
    END AS crosswalk,
    x.revenue_code,
    coalesce(
        s.minutes,
        CASE
            WHEN s.start_time = s.stop_time THEN NULL
            ELSE (date_diff('minute', cast(s.start_time AS TIME), cast(s.stop_time AS TIME)) + 1440) % 1440
        END
    ) AS minutes,
    s.dose_quantity,
    s.dose_unit,
    s.wasted_quantity,
    s.container
FROM edit_encounter AS e
INNER JOIN core.service AS s ON e.received_id = s.received_id
LEFT JOIN coding_decided AS k
    ON k.part = 'service' AND s.received_id = k.received_id AND s.line_number = k.number
LEFT JOIN reference.crosswalk AS x
    ON
        s.code_system = x.local_system
        AND CASE WHEN k.code IS NULL THEN s.code END = x.local_code
        AND x.code_system IN ('CPT', 'HCPCS', 'VISIT')
        AND s.service_from >= x.valid_from
        AND s.service_from <= coalesce(x.valid_to, DATE '9999-12-31')
ORDER BY s.received_id, s.line_number;

CREATE OR REPLACE TEMP TABLE coding_assigned (
    -- one row per value that a rule found from documented facts: the columns of core.coding_assignment
    received_id VARCHAR NOT NULL, line_number INTEGER, field VARCHAR NOT NULL, value VARCHAR,
    is_assigned BOOLEAN NOT NULL, fact VARCHAR NOT NULL, rule VARCHAR NOT NULL, source VARCHAR NOT NULL
);

CREATE OR REPLACE TEMP TABLE coding_policy AS
-- one row per encounter under evaluation and policy: the payer's own, else that of its class, else the general one
WITH stated AS (
    SELECT
        e.received_id,
        p.policy,
        p.value,
        0 AS rank,
        concat('payers.yaml, ', p.payer_id) AS said_by
    FROM edit_encounter AS e
    INNER JOIN reference.coding_policy AS p
        ON e.payer_id = p.payer_id AND e.service_from BETWEEN p.valid_from AND coalesce(p.valid_to, DATE '9999-12-31')
    UNION ALL
    SELECT
        e.received_id,
        r.policy,
        r.value,
        CASE WHEN r.payer_class IS NULL THEN 2 ELSE 1 END AS rank,
        'coding_policies.yaml' AS said_by
    FROM edit_encounter AS e
    INNER JOIN rule_coding_policies AS r
        ON
            (r.payer_class IS NULL OR e.payer_class = r.payer_class)
            AND e.service_from BETWEEN r.valid_from AND r.valid_to
)

SELECT received_id, policy, arg_min(value, rank) AS value, arg_min(said_by, rank) AS said_by
FROM stated
GROUP BY received_id, policy;
