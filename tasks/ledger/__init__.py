"""The ledger: append-only double entry, its laws and its journal.

Reads    core.claim and its lines, core.remittance and its parts, core.patient_payment: what the stages before decided.
Writes   ledger.account, ledger.posting (through tasks.posting and sql/posting); core.law_result; clients/<c>/journal.
Keeps    every transaction sums to zero; a posting is never changed or deleted; the same rows posted again add nothing.

    stage.py      posts tonight's claims, remittances and patient payments
    laws.py       runs the checks of sql/checks
    journal.py    the canonical text of the ledger, one file a day, each with the hash of the file before
"""
