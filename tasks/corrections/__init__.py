"""Decisions of people: write-offs, transfers, voids, refunds, and what they decide about remittances.

Reads    inbox/corrections (CSV or XLSX, columns and actions in data_contracts/corrections.py), `write_offs` of
         client.yaml, core.claim, core.patient_payment, ledger.posting.
Writes   core.correction, core.problem; ledger.posting through tasks.posting; for a void also core.claim, core.encounter
         and their events.
Keeps    a decision is taken in once, whatever file repeats it; what cannot be done is refused with its fault;
         no decision moves more than is open. Coders' answers count before the night's coding. For money the books are
         those of the nights before: what tonight brings otherwise (claims, remittances, payments) is posted after the
         decisions. Of one claim they are taken in order of decided_on, file and line, and money held for patients is
         applied before anything else.

A decision about a remittance or a deposit (kinds `remittance`, `deposit`) stays pending here: the remittances and the
reconciliation stage answer it later in the night.

    table.py      the rows of a file, CSV or XLSX, as text
    stage.py      the order of the steps; sql/corrections/*.sql are the steps
"""
