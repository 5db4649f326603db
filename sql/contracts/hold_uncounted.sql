-- title: Hold the encounters of a file that cannot be read
-- reads: this_batch (temporary: batch_id, source_file), core.batch
-- one row per row of the encounters file, without an id: counted, so that nothing is lost

INSERT INTO core.encounter BY NAME
SELECT
    batch.batch_id || '/line-' || line.n AS received_id,
    batch.batch_id,
    batch.received_on,
    hmac_hex(batch.batch_id || '/line-' || line.n) AS content_hash,
    this_batch.source_file,
    line.n AS source_line,
    'held' AS state,
    batch.reason_code,
    batch.reason,
    batch.received_on AS state_since
FROM core.batch
INNER JOIN this_batch ON batch.batch_id = this_batch.batch_id
CROSS JOIN unnest(range(2, batch.encounters_received + 2)) AS line (n)
ORDER BY line.n
