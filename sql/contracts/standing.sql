-- title: The state into which each arriving encounter comes
-- reads: this_batch, arriving (temporary), core.quarantine, core.encounter
-- one row per arriving encounter

CREATE OR REPLACE TEMP TABLE standing AS
WITH blamed AS (
    SELECT
        quarantine.received_id,
        string_agg(DISTINCT quarantine.reason, '; ' ORDER BY quarantine.reason) AS reasons,
        bool_or(quarantine.expectation = 'mapping') AS is_unplaced
    FROM core.quarantine
    INNER JOIN this_batch ON quarantine.batch_id = this_batch.batch_id
    GROUP BY quarantine.received_id
),

earlier AS (
    SELECT
        *,
        state = 'quarantined' AS was_quarantined,
        coalesce(reason_code IN ('control_totals', 'batch_unreadable'), FALSE) AS was_held_unread
    FROM core.encounter
    -- A voided claim keeps its number: the visit is not billed anew by sending it again.
    WHERE (state <> 'not_billable' OR reason_code = 'voided') AND encounter_id IN (SELECT arriving.encounter_id FROM arriving)
),

twins AS (
    SELECT
        arriving.received_id,
        arg_min(earlier.batch_id, earlier.received_id)
        FILTER (WHERE NOT earlier.was_quarantined AND NOT earlier.was_held_unread) AS settled_in,
        arg_min(earlier.batch_id, earlier.received_id) FILTER (WHERE earlier.was_quarantined) AS quarantined_in
    FROM arriving
    INNER JOIN earlier
        ON arriving.encounter_id = earlier.encounter_id AND arriving.content_hash = earlier.content_hash
    GROUP BY arriving.received_id
),

billed AS (
    SELECT
        encounter_id,
        arg_max(received_id, received_id) AS billed_as,
        arg_max(batch_id, received_id) AS billed_in
    FROM earlier
    WHERE state = 'claimed' OR reason_code = 'voided'
    GROUP BY encounter_id
),

joined AS (
    SELECT
        arriving.received_id,
        arriving.encounter_id,
        this_batch.status = 'held' AS is_held,
        this_batch.reason_code AS batch_reason_code,
        this_batch.reason AS batch_reason,
        blamed.reasons,
        -- What a mapping could not place is not in the content: a visit that is cancelled now has the same as before.
        coalesce(
            CASE WHEN NOT coalesce(blamed.is_unplaced, FALSE) THEN twins.settled_in END,
            CASE WHEN blamed.reasons IS NOT NULL THEN twins.quarantined_in END
        ) AS same_as,
        billed.billed_as,
        billed.billed_in
    FROM arriving
    CROSS JOIN this_batch
    LEFT JOIN blamed ON arriving.received_id = blamed.received_id
    LEFT JOIN twins ON arriving.received_id = twins.received_id
    LEFT JOIN billed ON arriving.encounter_id = billed.encounter_id
),

decided AS (
    SELECT
        *,
        CASE
            WHEN is_held THEN batch_reason_code
            WHEN same_as IS NOT NULL THEN 'duplicate'
            WHEN reasons IS NOT NULL THEN 'contract'
            WHEN billed_in IS NOT NULL THEN 'changed_after_billing'
        END AS reason_code
    FROM joined
)

SELECT
    received_id,
    encounter_id,
    billed_as,
    reasons IS NULL AND NOT is_held AS passed,
    CASE
        WHEN is_held THEN 'held'
        WHEN reason_code = 'duplicate' THEN 'not_billable'
        WHEN reason_code = 'contract' THEN 'quarantined'
        WHEN reason_code = 'changed_after_billing' THEN 'held'
        ELSE 'ready'
    END AS state,
    reason_code,
    CASE
        WHEN is_held THEN batch_reason
        WHEN reason_code = 'duplicate' THEN 'duplicate of batch ' || same_as
        WHEN reason_code = 'contract' THEN reasons
        WHEN reason_code = 'changed_after_billing' THEN 'changed after it was billed from batch ' || billed_in
    END AS reason
FROM decided
