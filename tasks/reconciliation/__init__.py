"""Reconciliation: what payers said they paid against what the bank received, and the age of what is open.

Reads    inbox/bank (CSV), core.remittance, ledger.posting.
Writes   core.bank_deposit, core.problem, ledger.posting (through tasks.posting), marts.ar_aging.
Keeps    a deposit is matched to a remittance only when trace and amount name exactly one of each; what is not matched
         stays listed and is tried again every night.

    stage.py    takes in the bank's files, matches, posts
    aging.py    tonight's receivables by age, appended to marts.ar_aging
"""
