-- title: Encounters that changed after billing, beside their billed version
-- reads: standing, arriving (temporary), core.encounter
-- one row per encounter that changed after billing

CREATE OR REPLACE TEMP TABLE changed_pair AS
SELECT
    standing.received_id,
    standing.encounter_id,
    arriving.batch_id AS new_batch_id,
    arriving.patient_id AS new_patient_id,
    arriving.charge_received AS new_charge,
    billed.batch_id AS old_batch_id,
    billed.patient_id AS old_patient_id,
    billed.charge_received AS old_charge
FROM standing
INNER JOIN arriving ON standing.received_id = arriving.received_id
INNER JOIN core.encounter AS billed ON standing.billed_as = billed.received_id
WHERE standing.reason_code = 'changed_after_billing'
