-- title: Facts about each coverage sent
-- reads: sent_coverages, sent_patients (temporary)
-- one row per row of the coverages file

WITH dated AS (
    SELECT
        coverage_id, patient_id, priority,
        try_cast(effective_from AS DATE) AS from_day,
        CASE WHEN effective_to IS NULL THEN DATE '9999-12-31' ELSE try_cast(effective_to AS DATE) END AS to_day
    FROM sent_coverages
),

rivals AS (
    SELECT this.coverage_id, count(*) AS rival_coverages
    FROM dated AS this
    INNER JOIN dated AS other
        ON
            this.patient_id = other.patient_id
            AND this.priority = other.priority
            AND this.coverage_id <> other.coverage_id
            AND this.from_day <= other.to_day
            AND this.to_day >= other.from_day
    GROUP BY this.coverage_id
),

patients AS (
    SELECT patient_id, count(*) AS patient_rows
    FROM sent_patients
    GROUP BY patient_id
)

SELECT
    sent_coverages.*,
    CASE WHEN sent_coverages.patient_id IS NOT NULL THEN coalesce(patients.patient_rows, 0) END AS patient_rows,
    date_diff(
        'day', try_cast(sent_coverages.effective_from AS DATE), try_cast(sent_coverages.effective_to AS DATE)
    ) AS effective_days,
    coalesce(rivals.rival_coverages, 0) AS rival_coverages
FROM sent_coverages
LEFT JOIN patients ON sent_coverages.patient_id = patients.patient_id
LEFT JOIN rivals ON sent_coverages.coverage_id = rivals.coverage_id
