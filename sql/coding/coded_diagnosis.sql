-- What each diagnosis under evaluation becomes on a claim: its ICD-10-CM code without the dot; for days before 2015-10-01
-- (run-out claims) a code sent as ICD-9-CM.
-- A code sent as ICD-10-CM is taken as it is (the edits hold it to the list of the day); any other system only through a
-- crosswalk row of the first day of service. Of one given in words the first suggestion is taken where its score reaches
-- the variable `accept_suggestion` (NULL: never).

CREATE OR REPLACE TEMP TABLE coding_diagnosis AS
-- one row per diagnosis of an encounter under evaluation
SELECT
    d.received_id,
    d.sequence,
    coalesce(k.code_system, d.code_system) AS sent_system,
    coalesce(k.code, d.code) AS sent_code,
    e.service_from,
    CASE
        WHEN k.code IS NOT NULL THEN k.code
        WHEN d.code_system = 'ICD10CM' OR (d.code_system = 'ICD9CM' AND e.service_from < DATE '2015-10-01')
            THEN upper(replace(trim(d.code), '.', ''))
        WHEN d.code_system = 'TEXT' THEN s.code
        ELSE x.code
    END AS coded_code
FROM edit_encounter AS e
INNER JOIN core.diagnosis AS d ON e.received_id = d.received_id
LEFT JOIN coding_decided AS k ON k.part = 'diagnosis' AND d.received_id = k.received_id AND d.sequence = k.number
LEFT JOIN reference.crosswalk AS x
    ON
        d.code_system = x.local_system
        AND d.code = x.local_code
        AND x.code_system = 'ICD10CM'
        AND e.service_from >= x.valid_from
        AND e.service_from <= coalesce(x.valid_to, DATE '9999-12-31')
LEFT JOIN core.diagnosis_suggestion AS s
    ON
        d.received_id = s.received_id
        AND d.sequence = s.sequence
        AND s.rank = 1
        AND s.score >= getvariable('accept_suggestion')
ORDER BY d.received_id, d.sequence;
