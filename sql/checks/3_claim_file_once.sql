-- id: claim_file_once
-- law: 3
-- title: A claim file is emitted once
-- scope: everything
-- one row per content written under more than one name
SELECT content_sha256, count(*) AS files
FROM core.claim_file
GROUP BY content_sha256
HAVING count(*) > 1
