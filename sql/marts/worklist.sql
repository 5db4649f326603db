-- title: Worklist
-- one row per: thing that a person must do
-- column item_id: kind and subject: the same thing has the same id every night until it is done.
-- column kind: coding, edit, quarantine, held_batch, no_coverage, held_encounter, rejected_claim, void_claim, denial, suspense, held_remittance, unmatched_remittance, unmatched_deposit, secondary_claim, reversal, takeback, pending_correction or problem.
-- column who: coder, biller, poster (of payments) or practice.
-- column subject: What it is about: encounter, batch, claim, remittance, remittance_claim, provider_adjustment, patient_payment, deposit, correction or file.
-- column subject_id: Its id; for an encounter core.encounter.received_id.
-- column claim_id: Claim concerned, if any.
-- column payer_id: Payer concerned, if any.
-- column since: Day since which it waits.
-- column age_days: Days from then to the last night.
-- column amount: Dollars that wait for it; NULL where no amount is known.
-- column reason: Why it waits.
-- column action: What to do.
WITH findings AS (
    SELECT
        received_id,
        string_agg(DISTINCT wording, '; ' ORDER BY wording) AS messages
    FROM (
        -- an edit is named, because a decision that overrides it names it
        SELECT
            received_id,
            CASE WHEN starts_with(edit_id, 'coding_') THEN message ELSE concat(message, ' [', edit_id, ']') END AS wording
        FROM core.edit_finding
        WHERE severity = 'hold'
    ) AS worded
    GROUP BY received_id
),

-- What rules found from documented facts, for the coder who looks at the encounter.
assigned AS (
    SELECT
        received_id,
        string_agg(
            concat(coalesce('line ' || line_number || ' ', ''), replace(field, '_', ' '), ' ', value, ' (', fact, ')'), '; '
            ORDER BY line_number ASC NULLS FIRST, field ASC
        ) AS decisions
    FROM core.coding_assignment
    WHERE value IS NOT NULL
    GROUP BY received_id
),

faults AS (
    SELECT
        received_id,
        string_agg(DISTINCT reason, '; ' ORDER BY reason) AS reasons,
        string_agg(DISTINCT remedy, '; ' ORDER BY remedy) AS remedies
    FROM core.quarantine
    WHERE received_id IS NOT NULL
    GROUP BY received_id
),

-- The claim that a newer version of its visit may have to correct.
billed AS (
    SELECT encounter_id, arg_min(claim_id, (payer_priority, claim_id)) AS claim_id FROM core.claim
    WHERE live
    GROUP BY encounter_id
),

encounters AS (
    SELECT
        CASE e.state
            WHEN 'held_coding' THEN 'coding'
            WHEN 'held_edit' THEN 'edit'
            WHEN 'quarantined' THEN 'quarantine'
            ELSE CASE e.reason_code WHEN 'no_coverage' THEN 'no_coverage' ELSE 'held_encounter' END
        END AS kind,
        CASE
            WHEN e.state = 'held_coding' THEN 'coder'
            WHEN e.state = 'quarantined' OR e.reason_code = 'no_coverage' THEN 'practice'
            ELSE 'biller'
        END AS who,
        'encounter' AS subject,
        e.received_id AS subject_id,
        k.claim_id,
        NULL AS payer_id,
        e.state_since AS since,
        e.charge_received AS amount,
        coalesce(q.reasons, f.messages, e.reason, e.reason_code)
        || coalesce('; from the documented facts: ' || a.decisions, '') AS reason,
        CASE e.state
            WHEN 'quarantined' THEN q.remedies
            WHEN 'held_coding' THEN 'Answer it (correction replace_… or accept_diagnosis_code), or add to crosswalk.csv or fees.csv'
            WHEN 'held_edit' THEN 'Have it corrected and sent again, or answer it (correction replace_…, override_edit [edit id])'
            ELSE CASE e.reason_code
                WHEN 'no_coverage' THEN 'Ask for the coverage on the day of service and have the encounter sent again'
                WHEN 'changed_after_billing' THEN 'Decide whether the claim must be corrected (correction replace_claim)'
                ELSE 'Decide with the practice how it goes on'
            END
        END AS action
    FROM core.encounter AS e
    LEFT JOIN findings AS f ON e.received_id = f.received_id AND e.state IN ('held_coding', 'held_edit')
    LEFT JOIN assigned AS a ON e.received_id = a.received_id AND e.state IN ('held_coding', 'held_edit')
    LEFT JOIN faults AS q ON e.received_id = q.received_id AND e.state = 'quarantined'
    LEFT JOIN billed AS k ON e.encounter_id = k.encounter_id AND e.reason_code = 'changed_after_billing'
    INNER JOIN core.batch AS b ON e.batch_id = b.batch_id
    WHERE
        e.state IN ('held_coding', 'held_edit', 'quarantined', 'held')
        AND NOT (b.status = 'held' AND e.state = 'held')
        -- Billed anew by a decision: the next night does it.
        AND coalesce(e.reason_code, '') NOT IN ('rebill', 'replacement')
),

batches AS (
    SELECT
        'held_batch' AS kind,
        'practice' AS who,
        'batch' AS subject,
        b.batch_id AS subject_id,
        NULL AS claim_id,
        NULL AS payer_id,
        b.received_on AS since,
        b.charges_received AS amount,
        b.reason,
        'Have the practice check the batch and send it again with the right control.json' AS action
    FROM core.batch AS b
    WHERE
        b.status = 'held'
        -- Done once every encounter of it came again; a batch that could not be read, once its folder did.
        AND (
            EXISTS (
                SELECT 1 FROM core.encounter AS e
                WHERE e.batch_id = b.batch_id AND e.state = 'held'
            )
            OR (
                b.encounters_received = 0 AND NOT EXISTS (
                    SELECT 1 FROM core.batch AS n
                    WHERE n.folder = b.folder AND n.status <> 'held' AND n.received_on >= b.received_on
                )
            )
        )
),

rejected AS (
    SELECT
        'rejected_claim' AS kind,
        'biller' AS who,
        'claim' AS subject,
        c.claim_id AS subject_id,
        c.claim_id,
        c.payer_id,
        s.status_on AS since,
        c.charge AS amount,
        'Rejected by ' || CASE s.source WHEN 'payer' THEN 'the payer' ELSE 'the clearinghouse' END
        || ' (' || upper(s.event) || coalesce(' ' || s.category_code, '') || coalesce('/' || s.status_code, '')
        || coalesce('/' || s.entity_code, '') || ')' AS reason,
        'Correct what was rejected and send the claim again as an original (correction resend_claim); the filing time still runs'
            AS action
    FROM marts.claim_status AS s
    INNER JOIN core.claim AS c ON s.claim_id = c.claim_id
    WHERE c.live AND s.status = 'rejected'
),

-- Voided claims that their payer may still hold: neither withdrawn by frequency 8, nor rejected before; or that was refused.
voided AS (
    SELECT
        s.claim_id,
        bool_or(s.frequency = '8') AS withdrawn,
        arg_max(s.claim_number, s.sequence) AS claim_number
    FROM core.claim_submission AS s
    WHERE
        s.claim_id IN (
            SELECT e.claim_id FROM core.claim_event AS e
            WHERE e.event = 'voided'
        )
    GROUP BY s.claim_id
),

void_said AS (
    SELECT
        v.claim_id,
        max(e.recorded_on) FILTER (WHERE e.event = 'voided') AS voided_on,
        max(e.event_on) FILTER (WHERE e.outcome = 'rejected' AND e.claim_number = v.claim_number) AS rejected_on,
        bool_or(e.payer_claim_number IS NOT NULL) AS numbered
    FROM voided AS v
    INNER JOIN core.claim_event AS e ON v.claim_id = e.claim_id
    GROUP BY v.claim_id
),

unwithdrawn AS (
    SELECT
        'void_claim' AS kind,
        'biller' AS who,
        'claim' AS subject,
        c.claim_id AS subject_id,
        c.claim_id,
        c.payer_id,
        coalesce(CASE WHEN v.withdrawn THEN s.rejected_on END, s.voided_on) AS since,
        c.charge AS amount,
        CASE
            WHEN v.withdrawn THEN 'The withdrawal (frequency 8) of a voided claim was rejected'
            WHEN s.numbered THEN 'A voided claim was sent, and its payer takes no withdrawal (frequency 8)'
            ELSE 'A voided claim was sent, and its payer has given no number of its own to withdraw it by'
        END AS reason,
        'Withdraw the claim with the payer; with its number and accepts_frequencies in payers.yaml, the night sends it' AS action
    FROM voided AS v
    INNER JOIN void_said AS s ON v.claim_id = s.claim_id
    INNER JOIN core.claim AS c ON v.claim_id = c.claim_id
    WHERE
        v.withdrawn = (s.rejected_on IS NOT NULL)
        -- Decided tonight, it goes out in the next night.
        AND NOT (s.numbered AND NOT v.withdrawn AND s.voided_on = getvariable('business_day')::DATE)
),

denied AS (
    SELECT
        'denial' AS kind,
        'biller' AS who,
        'remittance_claim' AS subject,
        remit_claim_id || ' ' || category AS subject_id,
        claim_id,
        payer_id,
        min(denied_on) AS since,
        sum(amount) AS amount,
        'Denied: ' || replace(category, '_', ' ') || ' (' || string_agg(
            DISTINCT group_code || '-' || reason_code, ', ' ORDER BY group_code || '-' || reason_code
        ) || coalesce('; remarks ' || string_agg(DISTINCT remark_codes, ' ' ORDER BY remark_codes), '') || ')' AS reason,
        string_agg(DISTINCT action, '; ' ORDER BY action) AS action
    FROM marts.denials
    WHERE status = 'open'
    GROUP BY remit_claim_id, category, claim_id, payer_id
),

suspended_claims AS (
    SELECT
        'suspense' AS kind,
        'poster' AS who,
        'remittance_claim' AS subject,
        rc.remit_claim_id AS subject_id,
        rc.claim_id,
        r.payer_id,
        r.received_on AS since,
        rc.paid_amount AS amount,
        coalesce(rc.reason, 'The claim is not known here') AS reason,
        'Find the claim it belongs to (correction match_claim), or have the money returned to the payer (reject)' AS action
    FROM core.remit_claim AS rc
    INNER JOIN core.remittance AS r ON rc.remittance_id = r.remittance_id
    WHERE rc.status = 'suspended'
),

suspended_remittances AS (
    SELECT
        CASE status WHEN 'suspended' THEN 'suspense' ELSE 'held_remittance' END AS kind,
        'poster' AS who,
        'remittance' AS subject,
        remittance_id AS subject_id,
        NULL AS claim_id,
        payer_id,
        received_on AS since,
        paid_amount AS amount,
        coalesce(reason, status) AS reason,
        'Ask the payer for a corrected remittance; decide by a correction (post_remittance, accept_as_suspense, reject, match_claim)'
            AS action
    FROM core.remittance
    WHERE status IN ('held', 'suspended')
),

suspended_payments AS (
    SELECT
        'suspense' AS kind,
        'poster' AS who,
        'patient_payment' AS subject,
        payment_id AS subject_id,
        claim_id,
        NULL AS payer_id,
        received_on AS since,
        amount,
        CASE status
            WHEN 'suspense' THEN 'A patient''s payment names a claim that is not known here'
            ELSE 'A patient''s payment names no claim'
        END AS reason,
        'Find out what the patient paid for, then apply or refund it by a correction' AS action
    FROM core.patient_payment
    WHERE status IN ('suspense', 'unapplied')
),

deposited AS (
    SELECT remittance_id, sum(amount + fee) AS amount FROM core.deposit_match
    GROUP BY remittance_id
),

without_deposit AS (
    SELECT
        'unmatched_remittance' AS kind,
        'poster' AS who,
        'remittance' AS subject,
        r.remittance_id AS subject_id,
        NULL AS claim_id,
        r.payer_id,
        coalesce(r.payment_on, r.received_on) AS since,
        r.paid_amount AS amount,
        'The payment day is over and the bank has shown no deposit with this trace and amount' AS reason,
        'Look for the deposit at the bank; if it is not there, ask the payer to trace the payment' AS action
    FROM core.remittance AS r
    ANTI JOIN deposited AS d ON r.remittance_id = d.remittance_id AND r.paid_amount = d.amount
    WHERE
        r.paid_amount > 0 AND r.status NOT IN ('held', 'rejected')
        AND coalesce(r.payment_on, r.received_on) < getvariable('business_day')::DATE
),

without_remittance AS (
    SELECT
        'unmatched_deposit' AS kind,
        'poster' AS who,
        'deposit' AS subject,
        deposit_id AS subject_id,
        NULL AS claim_id,
        NULL AS payer_id,
        deposited_on AS since,
        amount,
        CASE
            WHEN
                deposit_id IN (
                    SELECT m.deposit_id FROM core.deposit_match AS m
                    WHERE m.rung = 'rejected'
                )
                THEN 'The remittance that this deposit paid was rejected, and no other one has its trace and amount'
            ELSE 'The bank shows a deposit and no remittance has its trace and amount'
        END AS reason,
        'Ask the payer for the remittance of this deposit' AS action
    FROM core.bank_deposit
    WHERE status IN ('unmatched', 'part')
),

balances AS (
    SELECT
        p.claim_id,
        sum(p.amount) AS amount,
        max(p.posted_on) AS since
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
    WHERE a.kind = 'ar_insurer'
    GROUP BY p.claim_id
),

-- A payer that sends a claim on to the next one says so; then nobody else needs to.
forwarded AS (
    SELECT DISTINCT c.received_id
    FROM core.remit_claim AS r
    INNER JOIN core.claim AS c ON r.claim_id = c.claim_id
    WHERE r.status_code IN ('19', '20', '21')
),

secondary AS (
    SELECT
        'secondary_claim' AS kind,
        'biller' AS who,
        'claim' AS subject,
        c.claim_id AS subject_id,
        c.claim_id,
        c.payer_id,
        b.since,
        b.amount,
        'The payer before has left a share that this payer may owe, and no claim was sent to it' AS reason,
        'Bill this payer with what the payers before have paid' AS action
    FROM core.claim AS c
    INNER JOIN balances AS b ON c.claim_id = b.claim_id
    ANTI JOIN core.claim_submission AS s ON c.claim_id = s.claim_id
    ANTI JOIN forwarded AS f ON c.received_id = f.received_id
    -- What was billed to a later payer in the system before is taken over as its balance.
    ANTI JOIN core.opening_balance AS o ON c.claim_id = o.claim_id
    WHERE c.live AND c.payer_priority > 1 AND b.amount > 0
),

unpaired_reversals AS (
    SELECT
        'reversal' AS kind,
        'poster' AS who,
        'remittance_claim' AS subject,
        rc.remit_claim_id AS subject_id,
        rc.claim_id,
        r.payer_id,
        coalesce(rc.status_on, r.received_on) AS since,
        -rc.paid_amount AS amount,
        'The payer reverses a payment that is not in the books with these amounts' AS reason,
        'Look for the payment that it takes back; ask the payer for its remittance' AS action
    FROM core.remit_claim AS rc
    INNER JOIN core.remittance AS r ON rc.remittance_id = r.remittance_id
    WHERE rc.status = 'posted' AND rc.status_code = '22' AND rc.reverses IS NULL
),

-- Money that a payer took, or put off, and that no reversal explains.
unexplained_takebacks AS (
    SELECT
        'takeback' AS kind,
        'poster' AS who,
        'provider_adjustment' AS subject,
        a.provider_adjustment_id AS subject_id,
        a.claim_id,
        r.payer_id,
        coalesce(r.status_on, r.received_on) AS since,
        a.amount,
        'A provider adjustment with reason ' || a.reason_code || ' is of no reversal that is known here' AS reason,
        'Find the claim whose payment was taken back (correction allocate_takeback with this id)' AS action
    FROM core.provider_adjustment AS a
    INNER JOIN core.remittance AS r ON a.remittance_id = r.remittance_id
    ANTI JOIN core.takeback_step AS s ON a.provider_adjustment_id = s.provider_adjustment_id
    WHERE a.meaning = 'takeback' AND r.status = 'posted' AND a.claim_id IS NULL
),

-- Money that a payer took of a claim beyond what it had put off; gone when it is given back or a person allots it.
exceeding_takebacks AS (
    SELECT
        'takeback' AS kind,
        'poster' AS who,
        'claim' AS subject,
        a.claim_id AS subject_id,
        a.claim_id,
        any_value(r.payer_id) AS payer_id,
        max(coalesce(r.status_on, r.received_on)) AS since,
        sum(a.amount) AS amount,
        'The payer has taken more of this claim than its reversals explain' AS reason,
        'Ask the payer for the reversal, or for the money back' AS action
    FROM core.provider_adjustment AS a
    INNER JOIN core.remittance AS r ON a.remittance_id = r.remittance_id
    WHERE a.meaning = 'takeback' AND r.status = 'posted' AND a.claim_id IS NOT NULL
    GROUP BY a.claim_id
    HAVING sum(a.amount) > 0 AND count(*) FILTER (WHERE a.match_rung = 'decision') = 0
),

problems AS (
    SELECT
        'problem' AS kind,
        CASE
            WHEN stage IN ('intake', 'contracts') THEN 'practice'
            WHEN stage IN ('remittances', 'reconciliation', 'patients', 'corrections') THEN 'poster'
            ELSE 'biller'
        END AS who,
        'file' AS subject,
        problem_id AS subject_id,
        NULL AS claim_id,
        NULL AS payer_id,
        found_on AS since,
        NULL AS amount,
        message AS reason,
        remedy AS action
    FROM core.problem
    -- Nothing says that a problem was dealt with: it is listed for 30 days, and stays in core.problem.
    WHERE
        severity = 'error' AND found_on > getvariable('business_day')::DATE - 30
        -- That the totals of a batch do not tie is the batch's own item.
        AND code <> 'control_totals'
),

pending AS (
    SELECT
        'pending_correction' AS kind,
        'poster' AS who,
        'correction' AS subject,
        correction_id AS subject_id,
        claim_id,
        NULL AS payer_id,
        received_on AS since,
        amount,
        'A decision (' || replace(action, '_', ' ') || ') that nothing it names has answered' AS reason,
        'Look at the reference and the claim number of the decision, then send another' AS action
    FROM core.correction
    WHERE status = 'pending'
),

items AS (
    SELECT * FROM encounters
    UNION ALL
    SELECT * FROM batches
    UNION ALL
    SELECT * FROM rejected
    UNION ALL
    SELECT * FROM unwithdrawn
    UNION ALL
    SELECT * FROM denied
    UNION ALL
    SELECT * FROM suspended_claims
    UNION ALL
    SELECT * FROM suspended_remittances
    UNION ALL
    SELECT * FROM suspended_payments
    UNION ALL
    SELECT * FROM without_deposit
    UNION ALL
    SELECT * FROM without_remittance
    UNION ALL
    SELECT * FROM secondary
    UNION ALL
    SELECT * FROM unpaired_reversals
    UNION ALL
    SELECT * FROM unexplained_takebacks
    UNION ALL
    SELECT * FROM exceeding_takebacks
    UNION ALL
    SELECT * FROM pending
    UNION ALL
    SELECT * FROM problems
)

SELECT
    kind || ':' || subject_id AS item_id,
    kind,
    who,
    subject,
    subject_id,
    claim_id,
    payer_id,
    since,
    date_diff('day', since, getvariable('business_day')::DATE) AS age_days,
    amount::DECIMAL(14, 2) AS amount,
    reason,
    action
FROM items
ORDER BY since, item_id
