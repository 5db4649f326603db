-- title: Append the coverages that kept the contract, with the subscriber filled in
-- reads: this_batch, promise, failing, sent_coverages (temporary), core.patient
-- one row per coverage of a patient that kept the contract

INSERT INTO core.coverage BY NAME
SELECT
    this_batch.batch_id,
    sent.coverage_id,
    sent.patient_id,
    sent.payer_id,
    try_cast(sent.priority AS INTEGER) AS priority,
    sent.member_id,
    sent.group_number,
    sent.group_name,
    sent.relationship,
    if(sent.relationship = '18', patient.last_name, sent.subscriber_last_name) AS subscriber_last_name,
    if(sent.relationship = '18', patient.first_name, sent.subscriber_first_name) AS subscriber_first_name,
    if(sent.relationship = '18', patient.middle_name, sent.subscriber_middle_name) AS subscriber_middle_name,
    if(sent.relationship = '18', patient.birth_date, try_cast(sent.subscriber_birth_date AS DATE))
        AS subscriber_birth_date,
    if(sent.relationship = '18', patient.sex, sent.subscriber_sex) AS subscriber_sex,
    if(sent.relationship = '18', patient.address_line1, sent.subscriber_address_line1) AS subscriber_address_line1,
    if(sent.relationship = '18', patient.address_line2, sent.subscriber_address_line2) AS subscriber_address_line2,
    if(sent.relationship = '18', patient.city, sent.subscriber_city) AS subscriber_city,
    if(sent.relationship = '18', patient.state, sent.subscriber_state) AS subscriber_state,
    if(sent.relationship = '18', patient.postal_code, sent.subscriber_postal_code) AS subscriber_postal_code,
    try_cast(sent.effective_from AS DATE) AS effective_from,
    try_cast(sent.effective_to AS DATE) AS effective_to
FROM sent_coverages AS sent
CROSS JOIN this_batch
INNER JOIN core.patient ON this_batch.batch_id = patient.batch_id AND sent.patient_id = patient.patient_id
WHERE
    sent.source_line NOT IN (
        SELECT failing.source_line
        FROM failing
        INNER JOIN promise ON failing.number = promise.number
        WHERE promise.dataset = 'coverages'
    )
ORDER BY sent.coverage_id
