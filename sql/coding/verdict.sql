-- What the findings mean for each encounter: what coding could not decide comes before what an edit holds; the first
-- finding, by id, names the reason.

CREATE OR REPLACE TEMP TABLE coding_verdict AS
-- one row per encounter under evaluation
WITH holds AS (
    SELECT
        f.received_id,
        f.edit_id,
        t.title,
        starts_with(f.edit_id, 'coding_') AS is_coding,
        row_number() OVER (
            PARTITION BY f.received_id
            ORDER BY NOT starts_with(f.edit_id, 'coding_'), NOT starts_with(f.edit_id, 'coding_unmapped'), f.edit_id
        ) AS rank,
        count(*) OVER (PARTITION BY f.received_id) AS findings
    FROM edit_judged AS f
    INNER JOIN edit_title AS t ON f.edit_id = t.edit_id
    WHERE f.severity = 'hold'
)

SELECT
    e.received_id,
    CASE
        WHEN h.received_id IS NULL THEN 'ready'
        WHEN h.is_coding THEN 'held_coding'
        ELSE 'held_edit'
    END AS state,
    CASE
        WHEN starts_with(h.edit_id, 'coding_unmapped') THEN 'unmapped'
        WHEN h.is_coding THEN substr(h.edit_id, length('coding_') + 1)
        ELSE h.edit_id
    END AS reason_code,
    h.title
    || CASE h.findings WHEN 1 THEN '' WHEN 2 THEN ' (and 1 more finding)' ELSE concat(' (and ', h.findings - 1, ' more findings)') END
        AS reason
FROM edit_encounter AS e
LEFT JOIN holds AS h ON e.received_id = h.received_id AND h.rank = 1
ORDER BY e.received_id;
