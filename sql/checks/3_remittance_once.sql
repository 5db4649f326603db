-- id: remittance_once
-- law: 3
-- title: The same remittance content is taken in once
-- scope: everything
-- one row per content taken in more than once
SELECT content_hash, count(*) AS remittances
FROM core.remittance
GROUP BY content_hash
HAVING count(*) > 1
