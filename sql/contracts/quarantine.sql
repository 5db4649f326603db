-- title: Quarantine every encounter that needs a failing row
-- reads: this_batch, promise, failing, arriving, sent_* (temporary), raw.element, raw.mapped_path, raw.unplaced
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
),

-- What the mapping of an HL7 v2 or FHIR file could not place, and the promises that are not kept for another reason.
unplaced AS (
    SELECT unplaced.*
    FROM raw.unplaced
    INNER JOIN this_batch ON unplaced.batch_id = this_batch.batch_id
),

placed AS (
    SELECT element.dataset, element.source_line, element.element, mapped_path.column_name, mapped_path.path
    FROM raw.element
    INNER JOIN this_batch ON element.batch_id = this_batch.batch_id
    LEFT JOIN raw.mapped_path
        ON
            element.batch_id = mapped_path.batch_id
            AND element.dataset = mapped_path.dataset
            AND element.kind = mapped_path.kind
),

blamed AS (
    SELECT
        promise.number,
        promise.dataset,
        failing.source_line,
        promise.expectation,
        promise.column_name,
        promise.reason,
        promise.remedy,
        NULL AS element
    FROM failing
    INNER JOIN promise ON failing.number = promise.number
    ANTI JOIN unplaced
        ON
            promise.dataset = unplaced.dataset
            AND failing.source_line = unplaced.source_line
            -- '*': nothing of the row could be read; that its columns are missing says no more.
            AND (promise.column_name = unplaced.column_name OR unplaced.column_name = '*')
    UNION ALL
    SELECT
        -1 AS number,
        unplaced.dataset,
        unplaced.source_line,
        'mapping' AS expectation,
        nullif(unplaced.column_name, '*') AS column_name,
        unplaced.reason,
        unplaced.remedy,
        unplaced.element
    FROM unplaced
)

SELECT
    this_batch.batch_id,
    need.received_id,
    blamed.dataset,
    nullif(sent.row_key, '') AS row_key,
    sent.source_file,
    blamed.source_line,
    blamed.expectation,
    blamed.column_name,
    blamed.reason,
    blamed.remedy,
    this_batch.business_day AS found_on,
    coalesce(
        blamed.element,
        (
            SELECT min(concat_ws(': ', placed.element, placed.path))
            FROM placed
            WHERE
                placed.dataset = blamed.dataset
                AND placed.source_line = blamed.source_line
                AND placed.column_name = blamed.column_name
        ),
        (
            SELECT min(placed.element)
            FROM placed
            WHERE placed.dataset = blamed.dataset AND placed.source_line = blamed.source_line
        )
    ) AS element
FROM blamed
CROSS JOIN this_batch
INNER JOIN sent ON blamed.dataset = sent.dataset AND blamed.source_line = sent.source_line
LEFT JOIN need ON blamed.dataset = need.dataset AND blamed.source_line = need.source_line
ORDER BY blamed.number, blamed.source_line, need.received_id, blamed.column_name, element
