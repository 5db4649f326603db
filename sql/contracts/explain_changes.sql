-- title: Say what changed after billing, in names of fields and dollar totals
-- reads: changed_cell, changed_pair (temporary)

UPDATE standing
SET reason = standing.reason || ': ' || told.difference
FROM (
    WITH rows_changed AS (
        SELECT
            received_id,
            dataset,
            row_id,
            CASE
                WHEN bool_and(old_value IS NULL) THEN 'added'
                WHEN bool_and(new_value IS NULL) THEN 'removed'
                ELSE 'changed'
            END AS kind,
            list(field) AS fields
        FROM changed_cell
        GROUP BY received_id, dataset, row_id
    ),

    parts AS (
        SELECT
            received_id,
            dataset,
            kind,
            concat(
                count(*),
                CASE WHEN count(*) = 1 THEN ' row ' ELSE ' rows ' END,
                kind,
                CASE
                    WHEN kind = 'changed'
                        THEN concat(' (', array_to_string(list_sort(list_distinct(flatten(list(fields)))), ', '), ')')
                END
            ) AS part
        FROM rows_changed
        GROUP BY received_id, dataset, kind
    ),

    per_encounter AS (
        SELECT received_id, string_agg(dataset || ': ' || part, '; ' ORDER BY dataset, kind) AS difference
        FROM parts
        GROUP BY received_id
    )

    SELECT
        per_encounter.received_id,
        concat(
            per_encounter.difference,
            CASE
                WHEN changed_pair.new_charge IS DISTINCT FROM changed_pair.old_charge
                    THEN concat('; total charge ', changed_pair.new_charge, ', billed from ', changed_pair.old_charge)
            END
        ) AS difference
    FROM per_encounter
    INNER JOIN changed_pair ON per_encounter.received_id = changed_pair.received_id
) AS told
WHERE standing.received_id = told.received_id
