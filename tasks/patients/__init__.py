"""Patients' money: what was paid at the desk and what practices send in payment files.

A file has the columns of stage.py; `kind` is payment (or left out) or refund: money that the practice gave back, its
amount as positive as a payment's. A payment may leave out the claim: then it is unapplied until a correction
(`apply_payment`, `refund_patient`) says what it is for.

Reads    inbox/patient_payments (CSV), core.claim, core.claim_submission.
Writes   core.patient_payment, core.problem.
Keeps    a payment reference is taken in once, whatever file repeats it; a row that cannot be used is a problem with its
         line, never a guess; money whose claim is not known is kept in suspense. A
         refund is taken in for a claim of ours only, and not where a refund decided by a correction is still owed: that
         one is reported as `refund_paid`.

    stage.py       the order of the steps; sql/patients/*.sql are the steps
"""
