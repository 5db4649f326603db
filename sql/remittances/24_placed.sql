-- id: placed
-- title: What is done with each remitted claim, and which claim of ours it is
-- reads: remitted, matched, family, claim_fault, said_before, known_status (data_contracts/rules/claim_statuses.yaml)
-- one row per remitted claim

-- Which claim of the encounter the payer speaks of: a payer that took the claim over from an earlier one repeats that one's number.
CREATE OR REPLACE TEMP TABLE placed AS
WITH spoken AS (
    SELECT
        r.*,
        m.match_rung,
        m.claim_id AS matched_claim_id,
        c.received_id,
        core.family_of(c.received_id, c.generation) AS family_id,
        c.payer_id AS matched_payer,
        CASE WHEN r.remitting_payer <> c.payer_id THEN r.remitting_payer END AS other_payer,
        coalesce(k.payer_rank, 1) AS place_said
    FROM remitted AS r
    LEFT JOIN known_status AS k ON r.status_code = k.status_code
    LEFT JOIN matched AS m USING (remit_claim_id)
    LEFT JOIN core.claim AS c ON m.claim_id = c.claim_id
),

resolved AS (
    SELECT
        s.*,
        CASE
            WHEN s.matched_claim_id IS NULL THEN NULL
            WHEN by_payer.claim_id IS NOT NULL THEN by_payer.claim_id
            WHEN s.remitting_payer = s.matched_payer OR s.place_said = 1 THEN s.matched_claim_id
            WHEN s.remitting_payer IS NULL AND s.matched_claim_id <> by_place.first_claim_id THEN s.matched_claim_id
            WHEN s.remitting_payer IS NULL THEN by_place.claim_id
        END AS claim_id
    FROM spoken AS s
    LEFT JOIN family AS by_payer ON s.family_id = by_payer.family_id AND s.other_payer = by_payer.payer_id
    LEFT JOIN family AS by_place ON s.family_id = by_place.family_id AND s.place_said = by_place.payer_rank
)

SELECT
    r.* EXCLUDE (claim_id, other_payer),
    coalesce(r.claim_id, r.matched_claim_id) AS claim_id,
    CASE
        WHEN r.remittance_status <> 'posted' THEN 'its remittance is ' || r.remittance_status
        WHEN f.code IS NOT NULL THEN replace(f.code, '_', ' ') || ' (segment ' || f.segment || ')'
        WHEN r.match_rung = 'decision' THEN NULL
        WHEN b.remit_claim_id IS NOT NULL
            THEN 'says the same as ' || b.earlier_claim_id || ', under the same payer, payee, trace and day'
        WHEN s.status_code IS NULL THEN 'its claim status is none that an 835 has (segment ' || r.segment || ')'
        WHEN s.posting = 'none' THEN s.reason || CASE WHEN r.paid_amount <> 0 THEN ', yet money was paid' ELSE '' END
        WHEN r.matched_claim_id IS NULL THEN 'unmatched: no one claim of ours has its numbers, or its patient, day and charge'
        WHEN r.claim_id IS NULL THEN 'paid as a later payer, but the encounter has no such coverage'
        WHEN v.claim_id IS NOT NULL THEN 'its claim was voided by a correction'
    END AS reason,
    CASE
        WHEN r.remittance_status <> 'posted' THEN 'not_posted'
        WHEN f.code IS NOT NULL THEN 'suspended'
        WHEN r.match_rung = 'decision' THEN 'posted'
        -- Not posted twice; money that it names waits for a person.
        WHEN b.remit_claim_id IS NOT NULL THEN CASE WHEN r.paid_amount = 0 THEN 'not_posted' ELSE 'suspended' END
        WHEN s.posting = 'none' AND r.paid_amount = 0 THEN 'not_posted'
        WHEN s.status_code IS NULL OR s.posting = 'none' OR r.claim_id IS NULL OR v.claim_id IS NOT NULL THEN 'suspended'
        ELSE 'posted'
    END AS status
FROM resolved AS r
LEFT JOIN claim_fault AS f USING (remit_claim_id)
LEFT JOIN said_before AS b USING (remit_claim_id)
LEFT JOIN known_status AS s ON r.status_code = s.status_code
-- A voided claim has no place in the books any more; what is paid on it waits for a person.
LEFT JOIN core.claim AS v ON r.claim_id = v.claim_id AND NOT core.not_voided(v.live, v.replaced_on);
