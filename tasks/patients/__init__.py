"""Patients' money: what was paid at the desk and what practices send in payment files.

Reads    inbox/patient_payments (CSV), core.claim, core.claim_submission.
Writes   core.patient_payment, core.problem.
Keeps    a payment reference is taken in once, whatever file repeats it; a row that cannot be used is a problem with its
         line, never a guess; money whose claim is not known is kept in suspense.

    stage.py       the order of the steps; sql/patients/*.sql are the steps
"""
