-- id: again
-- title: Claims to be replaced and visits to be billed anew: the version that is billed, and what stands against it
-- reads: turn_correction, held, replacing_payer (payers.yaml), core.claim, core.claim_submission, core.claim_event,
--        core.correction, core.encounter, core.coverage, core.code_decision, core.coded_service, core.diagnosis

-- one row per decision of this turn to replace a claim or to bill a visit anew: the version of the visit to bill (the
-- practice's newest, where it sent one after billing), and whether a coder gave it codes that it was not billed with
CREATE OR REPLACE TEMP TABLE again AS
WITH wanted AS (
    SELECT t.correction_id, t.claim_id, t.received_id, t.claim_payer, c.encounter_id, c.place_of_service
    FROM turn_correction AS t
    INNER JOIN core.claim AS c ON t.claim_id = c.claim_id
    WHERE t.kind IN ('replace', 'rebill')
),

newer AS (
    SELECT w.correction_id, arg_max(e, (e.received_on, e.received_id)) AS version
    FROM wanted AS w
    INNER JOIN core.encounter AS e ON w.encounter_id = e.encounter_id
    WHERE e.state = 'held' AND e.reason_code = 'changed_after_billing'
    GROUP BY w.correction_id
),

-- Who answers first by the newer version.
newer_payer AS (
    SELECT n.correction_id, arg_min(v.payer_id, (v.priority, v.coverage_id)) AS payer_id
    FROM newer AS n
    INNER JOIN core.coverage AS v
        ON
            n.version.batch_id = v.batch_id AND n.version.patient_id = v.patient_id
            AND n.version.service_from BETWEEN v.effective_from AND coalesce(v.effective_to, DATE '9999-12-31')
    WHERE n.version.financial_class <> 'self_pay'
    GROUP BY n.correction_id
),

given AS (
    SELECT
        w.correction_id, w.received_id, w.place_of_service, d.part, d.number,
        arg_max(d.code, d.decided_order) AS code,
        nullif(arg_max(coalesce(d.modifiers, '-'), d.decided_order), '-') AS modifiers
    FROM wanted AS w
    INNER JOIN core.code_decision AS d ON w.received_id = d.received_id
    GROUP BY ALL
),

recoded AS (
    SELECT DISTINCT g.correction_id
    FROM given AS g
    LEFT JOIN core.coded_service AS s
        ON CASE WHEN g.part = 'service' THEN g.received_id END = s.received_id AND g.number = s.line_number
    LEFT JOIN core.diagnosis AS d
        ON CASE WHEN g.part = 'diagnosis' THEN g.received_id END = d.received_id AND g.number = d.sequence
    WHERE
        g.code IS DISTINCT FROM CASE g.part WHEN 'service' THEN s.code WHEN 'diagnosis' THEN d.coded_code ELSE g.place_of_service END
        OR g.modifiers <> concat_ws(':', s.modifier1, s.modifier2, s.modifier3, s.modifier4)
)

SELECT
    w.correction_id,
    w.claim_id,
    w.received_id AS billed_id,
    coalesce(n.version.received_id, w.received_id) AS received_id,
    n.correction_id IS NOT NULL OR r.correction_id IS NOT NULL AS corrected,
    n.correction_id IS NULL OR coalesce(p.payer_id = w.claim_payer, FALSE) AS same_payer
FROM wanted AS w
LEFT JOIN newer AS n ON w.correction_id = n.correction_id
LEFT JOIN newer_payer AS p ON w.correction_id = p.correction_id
LEFT JOIN recoded AS r ON w.correction_id = r.correction_id;

-- one row per decision of this turn to replace a claim or to send it again, with its fault or none
CREATE OR REPLACE TEMP TABLE replacement AS
WITH said AS (
    SELECT
        e.claim_id,
        max(e.event_on) FILTER (WHERE e.event = '277ca' AND starts_with(e.outcome, 'accepted')) AS accepted_on,
        max(e.event_on) FILTER (WHERE e.outcome = 'rejected') AS rejected_on,
        bool_or(e.event = 'remittance' AND e.outcome <> 'pending') AS adjudicated,
        bool_or(e.payer_claim_number IS NOT NULL) AS numbered
    FROM core.claim_event AS e
    WHERE e.claim_id IN (SELECT a.claim_id FROM again AS a)
    GROUP BY e.claim_id
),

-- What people moved on the claims of the encounter, and did not move back.
side AS (
    SELECT claim_id, credit_account AS account, -posted_amount AS amount FROM core.correction
    WHERE status = 'applied' AND credit_account IS NOT NULL
    UNION ALL
    SELECT coalesce(debit_claim_id, claim_id) AS claim_id, debit_account AS account, posted_amount AS amount FROM core.correction
    WHERE status = 'applied' AND debit_account IS NOT NULL
),

moved AS (
    SELECT c.received_id, s.claim_id, s.account
    FROM side AS s
    INNER JOIN core.claim AS c ON s.claim_id = c.claim_id AND c.live
    WHERE
        starts_with(s.account, 'ar_')
        AND c.received_id IN (
            SELECT t.received_id FROM turn_correction AS t
            WHERE t.kind = 'replace'
        )
    GROUP BY ALL
    HAVING sum(s.amount) <> 0
),

decided AS (
    SELECT DISTINCT received_id FROM moved
),

sent AS (
    SELECT DISTINCT u.claim_id FROM core.claim_submission AS u
    WHERE u.claim_id IN (SELECT a.claim_id FROM again AS a)
)

SELECT
    t.correction_id,
    t.claim_id,
    t.claim_payer AS payer_id,
    -h.amount AS available,
    'charge:' || t.claim_id AS corrects,
    CASE
        WHEN t.claim_fault IS NOT NULL THEN t.claim_fault
        WHEN c.origin = 'opening' THEN 'the claim was billed in the system before'
        WHEN u.claim_id IS NULL THEN 'the claim was not sent to a payer'
        WHEN
            t.action = 'resend_claim'
            AND (coalesce(s.adjudicated, FALSE) OR coalesce(s.rejected_on < s.accepted_on, s.rejected_on IS NULL, TRUE))
            THEN 'no rejection of it holds: its payer may have it'
        WHEN t.action = 'replace_claim' AND f.payer_id IS NULL THEN 'its payer takes no replacement (accepts_frequencies of payers.yaml)'
        WHEN
            t.action = 'replace_claim' AND NOT coalesce(s.adjudicated, FALSE)
            AND coalesce(s.rejected_on >= s.accepted_on, s.accepted_on IS NULL, TRUE)
            THEN 'its payer has not accepted it, so there is nothing to replace (rejected: resend_claim)'
        WHEN t.action = 'replace_claim' AND NOT coalesce(s.numbered, FALSE) THEN 'its payer has given no number of its own to replace it by'
        WHEN h.amount IS NULL THEN 'its charges are not posted yet'
        WHEN m.received_id IS NOT NULL THEN 'a write-off, transfer, refund or applied payment of a person stands on it'
        WHEN t.action = 'replace_claim' AND NOT a.corrected THEN 'nothing is corrected: the practice sent no other version, and no coder gave other codes'
        WHEN t.action = 'replace_claim' AND NOT a.same_payer THEN 'the practice''s new version names another payer first: void the claim and bill the visit anew'
    END AS fault
FROM turn_correction AS t
LEFT JOIN again AS a ON t.correction_id = a.correction_id
LEFT JOIN core.claim AS c ON t.claim_id = c.claim_id
LEFT JOIN sent AS u ON t.claim_id = u.claim_id
LEFT JOIN replacing_payer AS f ON t.claim_payer = f.payer_id
LEFT JOIN said AS s ON t.claim_id = s.claim_id
LEFT JOIN held AS h ON t.claim_id = h.claim_id AND h.account = 'charges'
LEFT JOIN decided AS m ON t.received_id = m.received_id
WHERE t.kind = 'replace';
