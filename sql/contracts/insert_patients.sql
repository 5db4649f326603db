-- title: Append the patients that kept the contract
-- reads: this_batch, promise, failing, sent_patients (temporary)
-- one row per patient

INSERT INTO core.patient BY NAME
SELECT
    this_batch.batch_id,
    sent_patients.* EXCLUDE (source_file, source_line) REPLACE (
        try_cast(sent_patients.birth_date AS DATE) AS birth_date
    )
FROM sent_patients
CROSS JOIN this_batch
WHERE
    sent_patients.source_line NOT IN (
        SELECT failing.source_line
        FROM failing
        INNER JOIN promise ON failing.number = promise.number
        WHERE promise.dataset = 'patients'
    )
ORDER BY sent_patients.patient_id
