"""The two steps of publishing in a client's night: marts inside the transaction, the published file after it."""

from tasks.month import Month
from tasks.night import Counts, Night
from tasks.publish.marts import build_mart, build_marts, read_macros, read_marts
from tasks.publish.publish import Told, publish

# What a night notes of itself once all is done: when a reader can see its file, the steps before it are done.
_NIGHT_DONE: Told = {("core.night", "finished"): "true", ("core.received_file", "consumed"): "true"}


def run(night: Night) -> Counts:
    """Build every mart for the night's business day; returns the number of rows of each."""
    return build_marts(night.con, night.day)


def macros(night: Night) -> Counts:
    """Make the table macros as this version of the software has them: a close reads them."""
    for macro in read_macros():
        night.con.execute(macro)
    return {"macros": len(read_macros())}


def month_marts(night: Night) -> Counts:
    """Make those marts anew that read what a close writes, in a transaction of their own."""
    night.con.begin()
    built = {mart.name: build_mart(night.con, mart) for mart in read_marts() if "core.invoice" in mart.select}
    night.con.commit()
    return built


def publish_night(night: Night) -> Counts:
    """Swap in the client's published file; doing it again writes the same tables."""
    publish(night.con, night.folder.published, night.client.publish_patient_columns, _done(night))
    return {"published": 1}


def _done(night: Night) -> Told:
    """What holds once the file of this night, or of this closed month, is swapped in."""
    if not isinstance(night, Month):
        return _NIGHT_DONE
    this = f"period = DATE '{night.period}' AND version = {night.version:d}"
    return {("core.period_close", "finished"): f"finished OR ({this})"}
