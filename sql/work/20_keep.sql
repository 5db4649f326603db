-- id: keep
-- title: Lines without fault
-- reads: judged_work
-- one row per line of a time file
INSERT INTO core.work_item BY NAME
SELECT
    work_id, kind, worked_on, quantity, amount, description,
    getvariable('business_day')::DATE AS received_on,
    source_file,
    source_line
FROM judged_work
WHERE fault IS NULL
ORDER BY work_id;
