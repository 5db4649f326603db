"""Reconciliation: what payers said they paid against what the bank received, and the age of what is open.

Reads    inbox/bank (BAI2 or CSV, data_contracts/bank_file.py), payers.yaml (deposit_window_days, card_fee_percent),
         core.remittance, core.correction (match_deposit), ledger.posting.
Writes   core.bank_deposit, core.deposit_match, core.deposit_suspect, core.problem, ledger.posting (through
         tasks.posting), marts.ar_aging, folded.ar_item.
Keeps    a match is never changed; the rung that found it is recorded. What two sets would explain is of neither,
         and what agrees in part waits for a person. What is not matched stays listed and is tried again every night. A
         deposit that the bank took back is a match of its own, below zero: its remittance is in transit again. One
         whose remittance a person rejects is free again.

    stage.py    takes in the bank's files, climbs the rungs of sql/reconciliation, posts
    files.py    bank files as rows of text; bai2.py reads BAI2 and holds it to its control totals
    rules.py    payers' rules, days for refunds and classes of places as tables
    aging.py    tonight's receivables by age, appended to marts.ar_aging
"""
