-- title: Append the service lines of encounters that kept the contract
-- reads: standing, sent_services (temporary)
-- one row per service line

INSERT INTO core.service BY NAME
SELECT
    standing.received_id,
    sent_services.* EXCLUDE (source_file, source_line, encounter_id) REPLACE (
        try_cast(sent_services.line_number AS INTEGER) AS line_number,
        try_cast(sent_services.service_from AS DATE) AS service_from,
        try_cast(sent_services.service_to AS DATE) AS service_to,
        try_cast(sent_services.units AS DECIMAL(12, 3)) AS units,
        try_cast(sent_services.minutes AS INTEGER) AS minutes,
        try_cast(sent_services.charge AS DECIMAL(14, 2)) AS charge,
        try_cast(sent_services.ndc_units AS DECIMAL(12, 3)) AS ndc_units,
        try_cast(sent_services.dose_quantity AS DECIMAL(12, 3)) AS dose_quantity,
        try_cast(sent_services.wasted_quantity AS DECIMAL(12, 3)) AS wasted_quantity
    )
FROM sent_services
INNER JOIN standing ON sent_services.encounter_id = standing.encounter_id AND standing.passed
ORDER BY standing.received_id, try_cast(sent_services.line_number AS INTEGER)
