"""The two steps of publishing in a client's night: marts inside the transaction, the published file after it."""

from tasks.night import Counts, Night
from tasks.publish.marts import build_marts
from tasks.publish.publish import publish


def run(night: Night) -> Counts:
    """Build every mart for the night's business day; returns the number of rows of each."""
    return build_marts(night.con, night.day)


def publish_night(night: Night) -> Counts:
    """Swap in the client's published file; doing it again writes the same tables."""
    publish(night.con, night.folder.published, night.client.publish_patient_columns)
    return {"published": 1}
