-- title: Remember what a file told; the newest of a key stays
-- reads: arriving_known (temporary), raw.known

CREATE OR REPLACE TEMP TABLE newer_known AS
SELECT arriving_known.*
FROM arriving_known
LEFT JOIN raw.known
    ON arriving_known.format = known.format AND arriving_known.entry_key = known.entry_key
WHERE known.told_at IS NULL OR known.told_at <= arriving_known.told_at;

DELETE FROM raw.known
WHERE (format, entry_key) IN (SELECT (newer_known.format, newer_known.entry_key) FROM newer_known);

INSERT INTO raw.known BY NAME
SELECT * FROM newer_known
ORDER BY entry_key
