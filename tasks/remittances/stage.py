"""The remittances stage: see the note of the package."""

from tasks.inbox import take_in
from tasks.night import Counts, Night
from tasks.remittances.categories import load_categories
from tasks.remittances.findings import report_findings, report_verdicts
from tasks.remittances.reading import stage_files
from tasks.warehouse import sql_file

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


def run(night: Night) -> Counts:
    """Take in tonight's 835 files: every transaction set of every file, each content once."""
    files = take_in(night, "remits")
    if not files:
        return dict(_NOTHING)
    load_categories(night)
    stage_files(night, files)
    night.con.execute(f"SET VARIABLE business_day = DATE '{night.day}'")
    night.con.execute(f"SET VARIABLE claim_prefix = '{night.client.claim_prefix}'")
    night.con.execute(sql_file("remittances", "10_transactions"))
    report_verdicts(night)
    report_findings(night)
    for step in ("20_claims", "30_lines", "40_next_payer", "50_keep", "60_events"):
        night.con.execute(sql_file("remittances", step))
    counts = night.con.execute(_COUNTS).fetchall()[0]
    return dict(zip(_NOTHING, (len(files), *counts), strict=True))
