"""The stage: every batch that is new is judged, and its encounters come into a state."""

from collections import Counter

from tasks.contracts.sent import add_facts, prepare
from tasks.contracts.validator import warm
from tasks.contracts.verdicts import judge
from tasks.contracts.versions import settle
from tasks.night import Counts, Night
from tasks.warehouse import sql_file

__all__ = ["run", "warm"]

# A batch that no earlier night brought to its end, in the order of names: the last to come holds.
_NEW = """
    SELECT batch_id, status FROM core.batch
    WHERE
        (status = 'accepted' AND batch_id NOT IN (SELECT batch_id FROM core.contract_result))
        OR (
            status = 'held' AND encounters_received > 0
            AND batch_id NOT IN (SELECT batch_id FROM core.encounter)
        )
    ORDER BY received_on, batch_id
"""


def run(night: Night) -> Counts:
    """Judge the new batches of core.batch and append their encounters.

    A batch held by intake is not judged: its encounters are held. Counts encounters by the state, or the reason of the
    state, into which they came, and earlier versions superseded. Raises ValidationBroken.
    """
    counts: Counter[str] = Counter()
    for batch_id, status in night.con.execute(_NEW).fetchall():
        prepare(night.con, batch_id, night.day)
        night.con.execute(sql_file("contracts", "arriving"))
        if status == "accepted":
            add_facts(night.con)
            judge(night.con)
            night.con.execute(sql_file("contracts", "contract_result"))
            night.con.execute(sql_file("contracts", "quarantine"))
        counts.update(batches=1)
        counts.update(settle(night.con))
    return dict(counts)
