"""The remittances stage: see the note of the package."""

from tasks.inbox import take_in
from tasks.night import Counts, Night
from tasks.remittances.categories import load_categories
from tasks.remittances.decisions import judge_decisions, report_refused
from tasks.remittances.findings import report_findings, report_verdicts
from tasks.remittances.opening import take_opening
from tasks.remittances.reading import stage_remittances
from tasks.warehouse import scalar, sql_file

_NOTHING = {"files": 0, "remittances": 0, "claims": 0, "suspended": 0, "held": 0, "not_taken": 0}

_COUNTS = """
    SELECT
        count(*) FILTER (WHERE status IN ('posted', 'suspended', 'held')),
        (SELECT count(*) FROM placed),
        count(*) FILTER (WHERE status = 'suspended') + (SELECT count(*) FROM placed WHERE status = 'suspended'),
        count(*) FILTER (WHERE status = 'held'),
        count(*) FILTER (WHERE status NOT IN ('posted', 'suspended', 'held'))
    FROM verdict
"""

_STEPS = (
    "20_claims", "21_match", "21_replaced", "22_family", "23_said_before", "24_placed", "30_lines", "40_next_payer",
    "50_keep", "52_released", "60_events", "70_reversals",
)  # fmt: skip
_PENDING = "SELECT count(*) FROM core.correction WHERE status = 'pending' AND kind = 'remittance'"


def run(night: Night) -> Counts:
    """Take in tonight's opening balances, 835 files, keyed paper remittances, and decisions about earlier ones."""
    night.con.execute(f"SET VARIABLE business_day = DATE '{night.day}'")
    night.con.execute(f"SET VARIABLE claim_prefix = '{night.client.claim_prefix}'")
    opened = take_opening(night)
    files, keyed = take_in(night, "remits"), take_in(night, "manual_remits")
    if not files and not keyed and not scalar(night.con, _PENDING):
        return {**_NOTHING, "opening": opened}
    load_categories(night)
    judge_decisions(night)
    stage_remittances(night, files, keyed)
    night.con.execute(sql_file("remittances", "10_transactions"))
    report_verdicts(night)
    report_findings(night)
    night.con.execute(sql_file("remittances", "04_decide"))
    report_refused(night)
    for step in _STEPS:
        night.con.execute(sql_file("remittances", step))
    night.con.execute(sql_file("remittances", "72_provider"))
    if scalar(night.con, "SELECT count(*) FROM pair"):
        night.con.execute(sql_file("remittances", "74_takebacks"))
    counts = night.con.execute(_COUNTS).fetchall()[0]
    return {**dict(zip(_NOTHING, (len(files) + len(keyed), *counts), strict=True)), "opening": opened}
