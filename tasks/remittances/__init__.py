"""Remittances: the payers' 835 files, from bytes to rows that say what is to be posted.

Reads    inbox/remits (tasks.inbox), tasks.x12.read.read_835, core.claim and its lines and submissions, core.coverage,
         data_contracts/rules/denial_categories.yaml.
Writes   core.remittance, remit_claim, remit_line, remit_adjustment, provider_adjustment, remit_remark, remit_reference;
         core.claim_event (remittance); core.problem; core.claim with its lines for a later payer that a remittance
         calls for; reference.denial_category.
Keeps    one content once: a transaction set that came before, in any envelope, adds nothing; what does not balance or
         does not match is marked with its place and reason, never changed; ambiguous is not matched.

    stage.py        the order of the steps
    reading.py      files to staged_* tables
    findings.py     what the reader found, as problems
    categories.py   the denial categories, loaded when they changed

The steps themselves are sql/remittances/*.sql, in order: transactions, claims, lines, next_payer, keep, events.
"""
