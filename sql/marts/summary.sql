-- title: The client at a glance
-- one row per: client, that is one row
-- column received: Encounters received so far.
-- column quarantined: Of these, quarantined: they break their contract.
-- column held: Of these, held for a coder, by an edit or for another reason.
-- column not_billable: Of these, not billable: sent twice, or superseded by a later version.
-- column billed: Of these, on a live claim.
-- column claims_paid: Live claims on insurers whose latest remittance paid them or moved them to the patient.
-- column claims_denied: Live claims on insurers whose latest remittance denied them.
-- column claims_open: Live claims on insurers that no remittance has decided, rejected ones included.
-- column cash_posted: Payments of insurers and patients in the ledger, dollars.
-- column receivables: Open A/R of insurers and patients, dollars.
-- column suspense: Money in suspense, dollars (positive: held for somebody).
WITH encounters AS (
    SELECT
        count(*) AS received,
        count(*) FILTER (WHERE state = 'quarantined') AS quarantined,
        count(*) FILTER (WHERE state IN ('held', 'held_coding', 'held_edit')) AS held,
        count(*) FILTER (WHERE state = 'not_billable') AS not_billable,
        count(*) FILTER (WHERE state = 'claimed') AS billed
    FROM core.encounter
),

latest AS (
    SELECT
        claim_id,
        outcome
    FROM core.claim_event
    WHERE event = 'remittance'
    QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY recorded_on DESC, event_on DESC, event_id DESC) = 1
),

claims AS (
    SELECT
        count(*) FILTER (WHERE latest.outcome = 'paid') AS claims_paid,
        count(*) FILTER (WHERE latest.outcome = 'denied') AS claims_denied,
        count(*) FILTER (WHERE coalesce(latest.outcome, '') NOT IN ('paid', 'denied')) AS claims_open
    FROM core.claim
    LEFT JOIN latest USING (claim_id)
    WHERE claim.live AND claim.party = 'insurer'
),

money AS (
    SELECT
        coalesce(sum(posting.amount) FILTER (WHERE account.kind = 'cash'), 0)::DECIMAL(14, 2) AS cash_posted,
        coalesce(sum(posting.amount) FILTER (WHERE account.kind IN ('ar_insurer', 'ar_patient')), 0)::DECIMAL(14, 2)
            AS receivables,
        coalesce(-sum(posting.amount) FILTER (WHERE account.kind = 'suspense'), 0)::DECIMAL(14, 2) AS suspense
    FROM ledger.posting
    INNER JOIN ledger.account USING (account)
)

SELECT
    encounters.*,
    claims.*,
    money.*
FROM encounters
CROSS JOIN claims
CROSS JOIN money
