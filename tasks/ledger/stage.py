"""The ledger stage: see the note of the package."""

from tasks.night import Counts, Night
from tasks.posting import post


def run(night: Night) -> Counts:
    """Post tonight's new claims, remittances and patient payments."""
    transactions, postings = post(night, "claims", "remittances", "patient_payments")
    return {"transactions": transactions, "postings": postings}
