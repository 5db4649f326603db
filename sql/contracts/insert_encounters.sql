-- title: Append the arriving encounters in their states
-- reads: arriving, standing, this_batch (temporary)
-- one row per arriving encounter; what a quarantined one has in an unknown form stays empty

INSERT INTO core.encounter BY NAME
SELECT
    arriving.* EXCLUDE (note) REPLACE (
        try_cast(arriving.service_from AS DATE) AS service_from,
        try_cast(arriving.service_to AS DATE) AS service_to,
        try_cast(arriving.accident_date AS DATE) AS accident_date,
        try_cast(arriving.onset_date AS DATE) AS onset_date,
        try_cast(arriving.patient_paid AS DECIMAL(14, 2)) AS patient_paid,
        try_cast(arriving.total_minutes AS INTEGER) AS total_minutes,
        try_cast(arriving.mdm_problems AS INTEGER) AS mdm_problems,
        try_cast(arriving.mdm_data AS INTEGER) AS mdm_data,
        try_cast(arriving.mdm_risk AS INTEGER) AS mdm_risk
    ),
    this_batch.business_day AS received_on,
    standing.state,
    standing.reason_code,
    standing.reason,
    this_batch.business_day AS state_since
FROM arriving
INNER JOIN standing ON arriving.received_id = standing.received_id
CROSS JOIN this_batch
ORDER BY arriving.source_line
