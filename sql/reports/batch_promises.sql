-- title: What was promised of a batch, and what was found
-- one row per: dataset and expectation
SELECT
    dataset,
    column_name,
    title,
    rows_checked,
    rows_failed
FROM core.contract_result
WHERE batch_id = getvariable('batch_id')::VARCHAR
ORDER BY dataset ASC, rows_failed DESC, column_name ASC NULLS FIRST, title ASC
