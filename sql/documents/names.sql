-- title: Names of payers and physicians
-- one row per: id with a name
SELECT id, name FROM names
WHERE name IS NOT NULL
ORDER BY id
