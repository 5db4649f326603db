-- What payers take back across remittances, and what people decided about remittances.

CREATE TABLE IF NOT EXISTS core.takeback (
    remit_claim_id VARCHAR PRIMARY KEY,
    claim_id VARCHAR NOT NULL,
    payer_id VARCHAR,
    amount DECIMAL(14, 2) NOT NULL,
    recovered_amount DECIMAL(14, 2) NOT NULL,
    status VARCHAR NOT NULL,
    opened_on DATE NOT NULL,
    recovered_on DATE
);
COMMENT ON TABLE core.takeback IS 'One row per reversal whose money the payer did not recover in the same transaction set: what is owed back, and when a later one took it.';
COMMENT ON COLUMN core.takeback.remit_claim_id IS 'The reversal (core.remit_claim).';
COMMENT ON COLUMN core.takeback.claim_id IS 'Claim of ours whose payment was taken back.';
COMMENT ON COLUMN core.takeback.payer_id IS 'Payer that takes back.';
COMMENT ON COLUMN core.takeback.amount IS 'Owed back, dollars: what provider-level adjustments postponed.';
COMMENT ON COLUMN core.takeback.recovered_amount IS 'Taken by later provider-level adjustments, or settled by a refund that the payer acknowledges.';
COMMENT ON COLUMN core.takeback.status IS 'open, recovered, or exceeded: more was recovered than was owed.';
COMMENT ON COLUMN core.takeback.opened_on IS 'Business day of the night that saw it postponed first.';
COMMENT ON COLUMN core.takeback.recovered_on IS 'Business day of the night that saw the last of it recovered; NULL while open.';

CREATE TABLE IF NOT EXISTS core.takeback_step (
    provider_adjustment_id VARCHAR NOT NULL,
    remit_claim_id VARCHAR NOT NULL,
    step VARCHAR NOT NULL,
    amount DECIMAL(14, 2) NOT NULL,
    step_on DATE NOT NULL,
    PRIMARY KEY (provider_adjustment_id, remit_claim_id)
);
COMMENT ON TABLE core.takeback_step IS 'One row per provider-level adjustment (PLB pair) and takeback that it postpones, recovers or settles.';
COMMENT ON COLUMN core.takeback_step.provider_adjustment_id IS 'Provider-level adjustment (core.provider_adjustment).';
COMMENT ON COLUMN core.takeback_step.remit_claim_id IS 'Takeback (core.takeback).';
COMMENT ON COLUMN core.takeback_step.step IS 'postponed, recovered, or refunded: the payer acknowledges money that was sent back.';
COMMENT ON COLUMN core.takeback_step.amount IS 'Dollars, never negative.';
COMMENT ON COLUMN core.takeback_step.step_on IS 'Business day of the night that saw it.';

CREATE TABLE IF NOT EXISTS core.remit_event (
    event_id VARCHAR PRIMARY KEY,
    remittance_id VARCHAR NOT NULL,
    remit_claim_id VARCHAR,
    provider_adjustment_id VARCHAR,
    action VARCHAR NOT NULL,
    status_before VARCHAR,
    status VARCHAR,
    correction_id VARCHAR NOT NULL,
    status_on DATE NOT NULL
);
COMMENT ON TABLE core.remit_event IS 'One row per decision of a person on a remittance, a remitted claim or a provider-level adjustment, and per remitted claim whose status follows.';
COMMENT ON COLUMN core.remit_event.event_id IS 'correction_id and what it changed.';
COMMENT ON COLUMN core.remit_event.remittance_id IS 'Remittance (core.remittance).';
COMMENT ON COLUMN core.remit_event.remit_claim_id IS 'Remitted claim (core.remit_claim); NULL for the remittance itself and for a provider-level adjustment.';
COMMENT ON COLUMN core.remit_event.provider_adjustment_id IS 'Provider-level adjustment (core.provider_adjustment) that was tied to a claim, by the decision or by the release of its reversal; else NULL.';
COMMENT ON COLUMN core.remit_event.action IS 'accept_as_suspense, reject, post_remittance, match_claim or allocate_takeback.';
COMMENT ON COLUMN core.remit_event.status_before IS 'Status before the decision; NULL for a provider-level adjustment.';
COMMENT ON COLUMN core.remit_event.status IS 'Status since; NULL for a provider-level adjustment.';
COMMENT ON COLUMN core.remit_event.correction_id IS 'Decision (core.correction).';
COMMENT ON COLUMN core.remit_event.status_on IS 'Business day of the night that took the decision in.';
