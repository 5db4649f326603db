-- title: Claims with what was charged, paid, adjusted, moved on and is open
-- one row per: claim
-- column claim_id: Claim.
-- column received_id: Encounter received that it bills.
-- column claim_number: Number of its last submission (CLM01); NULL while none was sent.
-- column party: insurer or patient: who owes it first.
-- column payer_id: Payer; NULL when the patient is responsible from the start.
-- column payer_priority: 1 primary, 2 secondary …; 0 self-pay.
-- column service_from: First day of service.
-- column created_on: Business day on which the claim was made.
-- column submitted_on: Day of its last submission.
-- column charge: Sum of its line charges.
-- column share_received: Moved to this claim by the encounter's earlier payer.
-- column insurer_paid: Paid by the payer on this claim.
-- column contractual: Contractual adjustments posted on this claim.
-- column written_off: Given up by decisions of people: administrative, timely filing, small balance, bad debt, charity, denial.
-- column share_moved: Moved from this claim's payer to the next payer or to the patient by its remittances.
-- column patient_paid: Paid by the patient, less what was given back.
-- column insurer_open: Open with the payer; below zero: a credit.
-- column patient_open: Open with the patient; below zero: a credit.
-- column open_amount: insurer_open + patient_open.
-- column last_posted_on: Business day of its last posting.
-- column live: False once voided or replaced.
WITH posted AS (
    SELECT
        p.claim_id,
        sum(p.amount) FILTER (WHERE a.kind = 'ar_insurer' AND p.rule = 'remit_patient_share') AS moved,
        sum(p.amount) FILTER (WHERE p.account = 'cash:in_transit' AND p.rule = 'remit_paid') AS insurer_paid,
        sum(p.amount) FILTER (WHERE p.account = 'adjustment:contractual') AS contractual,
        sum(p.amount) FILTER (WHERE a.kind = 'adjustment' AND p.account <> 'adjustment:contractual') AS written_off,
        -- Money that was held for the patient first settles the claim from where it was held.
        sum(p.amount) FILTER (
            WHERE p.account IN ('cash:patient', 'unapplied:patient', 'suspense:patient')
        ) AS patient_paid,
        sum(p.amount) FILTER (WHERE a.kind = 'ar_insurer') AS insurer_open,
        sum(p.amount) FILTER (WHERE a.kind = 'ar_patient') AS patient_open,
        max(p.posted_on) AS last_posted_on
    FROM ledger.posting AS p
    INNER JOIN ledger.account AS a ON p.account = a.account
    WHERE p.claim_id IS NOT NULL
    GROUP BY p.claim_id
),

-- A share is posted by the remittance of the claim it leaves; on the claim it reaches, that is another claim's remittance.
reached AS (
    SELECT p.claim_id, sum(p.amount) AS amount
    FROM ledger.posting AS p
    INNER JOIN core.remit_claim AS r ON p.transaction_id = 'remit:' || r.remit_claim_id
    WHERE p.rule = 'remit_patient_share' AND p.claim_id <> r.claim_id AND starts_with(p.account, 'ar_insurer:')
    GROUP BY p.claim_id
),

submitted AS (
    SELECT claim_id, arg_max(claim_number, sequence) AS claim_number, max(submitted_on) AS submitted_on
    FROM core.claim_submission
    GROUP BY claim_id
)

SELECT
    c.claim_id,
    c.received_id,
    s.claim_number,
    c.party,
    c.payer_id,
    c.payer_priority,
    c.service_from,
    c.created_on,
    s.submitted_on,
    c.charge,
    cast(coalesce(r.amount, 0) AS DECIMAL(14, 2)) AS share_received,
    cast(coalesce(p.insurer_paid, 0) AS DECIMAL(14, 2)) AS insurer_paid,
    cast(coalesce(p.contractual, 0) AS DECIMAL(14, 2)) AS contractual,
    cast(coalesce(p.written_off, 0) AS DECIMAL(14, 2)) AS written_off,
    cast(coalesce(r.amount, 0) - coalesce(p.moved, 0) AS DECIMAL(14, 2)) AS share_moved,
    cast(coalesce(p.patient_paid, 0) AS DECIMAL(14, 2)) AS patient_paid,
    cast(coalesce(p.insurer_open, 0) AS DECIMAL(14, 2)) AS insurer_open,
    cast(coalesce(p.patient_open, 0) AS DECIMAL(14, 2)) AS patient_open,
    cast(coalesce(p.insurer_open, 0) + coalesce(p.patient_open, 0) AS DECIMAL(14, 2)) AS open_amount,
    p.last_posted_on,
    c.live
FROM core.claim AS c
LEFT JOIN posted AS p ON c.claim_id = p.claim_id
LEFT JOIN reached AS r ON c.claim_id = r.claim_id
LEFT JOIN submitted AS s ON c.claim_id = s.claim_id
ORDER BY c.claim_id
