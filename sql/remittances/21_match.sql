-- id: match
-- title: The match ladder of claims: a rung looks at what the rungs above did not match; ambiguous is not matched
-- reads: remitted, reread_claim, core.claim, core.claim_submission, core.claim_event, core.opening_balance
-- one row per remitted claim that was matched, with its rung
CREATE OR REPLACE TEMP TABLE matched AS
SELECT remit_claim_id, claim_id, 'decision' AS match_rung FROM reread_claim
WHERE claim_id IS NOT NULL;

CREATE OR REPLACE TEMP TABLE numbered AS
SELECT
    remit_claim_id, remitting_payer, payer_claim_number, source_file, st_index, claim_index, service_from,
    upper(trim(claim_number)) AS claim_number,
    abs(charge_amount) AS charge,
    regexp_replace(upper(member_id), '[^A-Z0-9]', '', 'g') AS member_id,
    upper(trim(patient_last_name)) AS last_name,
    split_part(upper(trim(patient_first_name)), ' ', 1) AS first_name
FROM remitted;

INSERT INTO matched
SELECT r.remit_claim_id, s.claim_id, 'claim_number' AS match_rung
FROM numbered AS r
INNER JOIN core.claim_submission AS s USING (claim_number)
ANTI JOIN matched AS m ON r.remit_claim_id = m.remit_claim_id;

-- Our number without the sequence of the submission.
INSERT INTO matched
SELECT r.remit_claim_id, c.claim_id, 'claim_id' AS match_rung
FROM numbered AS r
INNER JOIN core.claim AS c ON r.claim_number = c.claim_id
ANTI JOIN matched AS m ON r.remit_claim_id = m.remit_claim_id;

-- The number that an opening balance had in the system before.
INSERT INTO matched
SELECT r.remit_claim_id, min(o.claim_id) AS claim_id, 'former_number' AS match_rung
FROM numbered AS r
INNER JOIN core.opening_balance AS o ON r.claim_number = upper(o.former_number)
INNER JOIN core.claim AS c
    ON
        o.claim_id = c.claim_id AND c.party = 'insurer'
        AND coalesce(r.remitting_payer IN (c.payer_id, coalesce(o.next_payer_id, c.payer_id)), TRUE)
ANTI JOIN matched AS m ON r.remit_claim_id = m.remit_claim_id
GROUP BY r.remit_claim_id
HAVING count(DISTINCT o.claim_id) = 1;

INSERT INTO matched
WITH known AS (
    SELECT claim_id, payer_claim_number FROM core.claim_event
    WHERE payer_claim_number IN (SELECT payer_claim_number FROM numbered)
    UNION ALL
    SELECT claim_id, payer_claim_number FROM core.opening_balance
    WHERE payer_claim_number IN (SELECT payer_claim_number FROM numbered)
)

-- A payer may keep its number when a claim is replaced.
SELECT
    r.remit_claim_id, arg_max(c.claim_id, (c.live, c.generation, c.claim_id)) AS claim_id,
    'payer_claim_number' AS match_rung
FROM numbered AS r
INNER JOIN known AS k USING (payer_claim_number)
INNER JOIN core.claim AS c ON k.claim_id = c.claim_id AND r.remitting_payer = c.payer_id
ANTI JOIN matched AS m ON r.remit_claim_id = m.remit_claim_id
GROUP BY r.remit_claim_id
HAVING count(DISTINCT c.claim_id) = 1 OR (count(DISTINCT c.encounter_id) = 1 AND bool_or(c.replaced_on IS NOT NULL));

-- Patient (member id or name), first day of service and charge: one encounter of ours, of which this payer is a payer.
INSERT INTO matched
WITH first_day AS (
    SELECT source_file, st_index, claim_index, min(service_from) AS day FROM staged_line
    GROUP BY ALL
),

wanted AS (
    SELECT r.*, coalesce(r.service_from, f.day) AS day
    FROM numbered AS r
    LEFT JOIN first_day AS f USING (source_file, st_index, claim_index)
    ANTI JOIN matched AS m ON r.remit_claim_id = m.remit_claim_id
),

candidate AS (
    SELECT
        w.remit_claim_id, w.remitting_payer, w.member_id, w.last_name, w.first_name,
        c.claim_id, c.received_id, c.payer_id, c.payer_priority, c.patient_id, e.batch_id
    FROM wanted AS w
    INNER JOIN core.claim AS c ON w.day = c.service_from AND w.charge = c.charge AND c.live
    LEFT JOIN core.encounter AS e ON c.received_id = e.received_id
    WHERE c.party = 'insurer'
),

-- Whom the claim is of, as the drop that it came in or the balance taken over says.
person AS (
    SELECT
        c.*, v.payer_id AS covered_by, v.member_id AS known_member, NULL AS known_last_name, NULL AS known_first_name
    FROM candidate AS c
    INNER JOIN core.coverage AS v ON c.batch_id = v.batch_id AND c.patient_id = v.patient_id
    UNION ALL
    SELECT
        c.*, NULL AS covered_by, NULL AS known_member, p.last_name AS known_last_name, p.first_name AS known_first_name
    FROM candidate AS c
    INNER JOIN core.patient AS p ON c.batch_id = p.batch_id AND c.patient_id = p.patient_id
    UNION ALL
    SELECT
        c.*, o.next_payer_id AS covered_by, o.member_id AS known_member, o.patient_last_name AS known_last_name,
        o.patient_first_name AS known_first_name
    FROM candidate AS c
    INNER JOIN core.opening_balance AS o ON c.claim_id = o.claim_id
),

told AS (
    SELECT
        remit_claim_id, received_id, claim_id, payer_priority,
        coalesce(
            member_id = regexp_replace(upper(known_member), '[^A-Z0-9]', '', 'g') AND member_id <> ''
            OR (
                last_name = upper(trim(known_last_name))
                AND first_name = split_part(upper(trim(known_first_name)), ' ', 1)
            ),
            FALSE
        ) AS same_person,
        coalesce(remitting_payer IN (payer_id, covered_by), remitting_payer IS NULL) AS same_payer
    FROM person
),

fitting AS (
    SELECT remit_claim_id, received_id, arg_min(claim_id, (payer_priority, claim_id)) AS claim_id FROM told
    GROUP BY ALL
    HAVING bool_or(same_person) AND bool_or(same_payer)
)

SELECT remit_claim_id, min(claim_id) AS claim_id, 'patient_day_charge' AS match_rung FROM fitting
GROUP BY remit_claim_id
HAVING count(*) = 1;
