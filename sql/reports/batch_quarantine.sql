-- title: Rows of a batch that break a promise
-- one row per: row of a file, with every reason
SELECT
    dataset,
    source_line,
    any_value(row_key) AS row_key,
    string_agg(DISTINCT element, '; ' ORDER BY element) AS elements,
    count(DISTINCT received_id) AS encounters,
    string_agg(DISTINCT reason, '; ' ORDER BY reason) AS reasons,
    string_agg(DISTINCT remedy, '; ' ORDER BY remedy) AS remedies
FROM core.quarantine
WHERE batch_id = getvariable('batch_id')::VARCHAR
GROUP BY dataset, source_file, source_line
ORDER BY dataset, source_line, source_file
