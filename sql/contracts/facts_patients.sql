-- title: Facts about each patient sent
-- reads: sent_patients, this_batch (temporary)
-- one row per row of the patients file

SELECT
    sent_patients.*,
    date_diff('day', try_cast(sent_patients.birth_date AS DATE), this_batch.business_day) AS days_since_birth
FROM sent_patients
CROSS JOIN this_batch
