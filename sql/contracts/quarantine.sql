-- title: Quarantine every encounter that needs a failing row
-- reads: this_batch, promise, failing, arriving, sent_* (temporary)
-- one row per failing row, expectation and encounter that needs it; a row that no encounter needs stands alone

INSERT INTO core.quarantine BY NAME
WITH sent AS (
    SELECT 'patients' AS dataset, source_file, source_line, patient_id AS row_key
    FROM sent_patients
    UNION ALL
    SELECT 'coverages' AS dataset, source_file, source_line, coverage_id AS row_key
    FROM sent_coverages
    UNION ALL
    SELECT 'encounters' AS dataset, source_file, source_line, encounter_id AS row_key
    FROM sent_encounters
    UNION ALL
    SELECT 'diagnoses' AS dataset, source_file, source_line, concat_ws('/', encounter_id, sequence) AS row_key
    FROM sent_diagnoses
    UNION ALL
    SELECT 'services' AS dataset, source_file, source_line, concat_ws('/', encounter_id, line_number) AS row_key
    FROM sent_services
),

need AS (
    SELECT 'encounters' AS dataset, source_line, received_id
    FROM arriving
    UNION ALL
    SELECT 'patients' AS dataset, sent_patients.source_line, arriving.received_id
    FROM arriving
    INNER JOIN sent_patients ON arriving.patient_id = sent_patients.patient_id
    UNION ALL
    -- A coverage is needed by a patient's insured encounters, but not by one that surely lies outside its days.
    SELECT 'coverages' AS dataset, sent_coverages.source_line, arriving.received_id
    FROM arriving
    INNER JOIN sent_coverages
        ON
            arriving.patient_id = sent_coverages.patient_id
            AND arriving.financial_class IS DISTINCT FROM 'self_pay'
            AND coalesce(try_cast(sent_coverages.effective_from AS DATE) <= try_cast(arriving.service_from AS DATE), TRUE)
            AND coalesce(try_cast(sent_coverages.effective_to AS DATE) >= try_cast(arriving.service_from AS DATE), TRUE)
    UNION ALL
    SELECT 'diagnoses' AS dataset, sent_diagnoses.source_line, arriving.received_id
    FROM arriving
    INNER JOIN sent_diagnoses ON arriving.encounter_id = sent_diagnoses.encounter_id
    UNION ALL
    SELECT 'services' AS dataset, sent_services.source_line, arriving.received_id
    FROM arriving
    INNER JOIN sent_services ON arriving.encounter_id = sent_services.encounter_id
)

SELECT
    this_batch.batch_id,
    need.received_id,
    promise.dataset,
    nullif(sent.row_key, '') AS row_key,
    sent.source_file,
    failing.source_line,
    promise.expectation,
    promise.column_name,
    promise.reason,
    promise.remedy,
    this_batch.business_day AS found_on
FROM failing
CROSS JOIN this_batch
INNER JOIN promise ON failing.number = promise.number
INNER JOIN sent ON promise.dataset = sent.dataset AND failing.source_line = sent.source_line
LEFT JOIN need ON promise.dataset = need.dataset AND failing.source_line = need.source_line
ORDER BY promise.number, failing.source_line, need.received_id
