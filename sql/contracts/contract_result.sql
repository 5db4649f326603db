-- title: Note what each expectation came to
-- reads: this_batch, promise (temporary)
-- one row per expectation of a dataset

INSERT INTO core.contract_result BY NAME
SELECT
    this_batch.batch_id,
    promise.dataset,
    promise.expectation,
    promise.column_name,
    promise.title,
    promise.rows_checked,
    promise.rows_failed
FROM promise
CROSS JOIN this_batch
ORDER BY promise.number
