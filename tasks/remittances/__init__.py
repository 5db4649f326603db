"""Remittances: the payers' 835 files and keyed paper remittances, from bytes to rows that say what is to be posted.

Reads    inbox/remits, inbox/manual_remits, inbox/opening (tasks.inbox), tasks.x12.read.read_835, core.correction (kind
         remittance), core.claim and its lines and submissions, core.coverage, core.patient, the vault (what a decision
         takes up again), data_contracts/rules: denial_categories, claim_statuses, provider_adjustments.
Writes   core.remittance, remit_claim, remit_line, remit_adjustment, provider_adjustment, remit_remark, remit_reference;
         core.remit_event, takeback, takeback_step; core.claim_event (remittance); core.problem; core.claim with its
         lines for a later payer that a remittance calls for, and with core.opening_balance for what was open in the
         system before; core.correction (the answer to a decision); reference.denial_category.
Keeps    one content once: a transaction set that came before, in any envelope, adds nothing; what does not balance or
         does not match is marked with its place and reason, never changed; ambiguous is not matched; a reversal takes
         back one remitted claim; what a decision takes up again is read again from the vault and judged anew.

    stage.py        the order of the steps
    opening.py      open balances of the system before (sql/opening)
    reading.py      files to staged_* tables
    decisions.py    what people decided about held and suspended money
    findings.py     what the reader found, as problems
    categories.py   the denial categories, loaded when they changed

The steps themselves are sql/remittances/*.sql, in order: manual, decisions, decide, transactions, claims, match,
family, placed, lines, next_payer, keep, released, events, reversals, provider, takebacks.
"""
