"""Coding and edits of one night: assigns codes, runs the edits, decides the state of every encounter that waits."""

from tasks.coding import assign, code_sets, reference, rules
from tasks.coding.code_sets import Release
from tasks.coding.edits import Edit, edit_folders, read_edits, run_edits
from tasks.coding.in_use import report_gaps
from tasks.coding.lay_facts import lay_facts
from tasks.loaded import is_loaded, note_loaded
from tasks.night import Counts, Night
from tasks.vault import sha256
from tasks.warehouse import scalar, sql_file
from tasks.workspace import SQL

_WAITING = "SELECT count(*) FROM core.encounter WHERE state IN ('ready', 'held_coding', 'held_edit')"
_CLAIMS = "SELECT count(*), count(*) FILTER (WHERE live) FROM core.claim"
# The held encounters, and the claims that edits compare them with (sql/coding/history.sql).
_OF_HELD = """
WITH held AS (SELECT * FROM core.encounter WHERE state IN ('held_coding', 'held_edit'))
SELECT received_id, true FROM held
UNION
SELECT c.claim_id, c.live
FROM held
INNER JOIN core.claim AS c
    ON held.patient_id = c.patient_id
    AND c.service_to >= held.service_from - INTERVAL 90 DAY AND c.service_from <= held.service_to
ORDER BY ALL
"""
# What people decided about the held encounters.
_DECIDED = """
WITH decided AS (
    SELECT correction_id, received_id FROM core.edit_override
    UNION
    SELECT correction_id, received_id FROM core.code_decision
)
SELECT d.correction_id
FROM decided AS d
INNER JOIN core.encounter AS e ON d.received_id = e.received_id
WHERE e.state IN ('held_coding', 'held_edit')
ORDER BY d.correction_id
"""
_NEW = "SELECT count(*) FROM core.encounter WHERE state = 'ready'"


def settings(night: Night) -> Counts:
    """Bring reference tables alone up to date: a close asks them for the classes of payers. Raises SettingsError."""
    return {"loaded": int(reference.load(night))}


def run(night: Night) -> Counts:
    """Bring reference tables up to date and judge every encounter in state ready, held_coding or held_edit.

    Held encounters are judged again only when something that decides has changed: fees, crosswalk, payers, settings,
    code sets, rules, edits, claims of the same patients, decisions of people. Returns how many were evaluated and how
    they came out. Raises SettingsError for a faulty fees.csv, crosswalk.csv or edit, CodeSetError for code sets that
    cannot be read.
    """
    reference.load(night)
    if not scalar(night.con, _WAITING):
        return {}
    folder = night.workspace.code_sets
    code_sets.prepare(folder)
    releases = code_sets.releases(folder)
    edits = read_edits(edit_folders(night.folder))
    grounds = _grounds(night, releases, edits)
    if is_loaded(night.con, "coding", grounds) and not scalar(night.con, _NEW):
        return {}
    _evaluate(night, releases, edits)
    note_loaded(night.con, "coding", _grounds(night, releases, edits))
    return _counts(night)


def _grounds(night: Night, releases: list[Release], edits: list[Edit]) -> str:
    """One sha256 over everything that a decision on a held encounter depends on.

    The project's edits read claims of the same patients alone; one that a company or a client wrote may read any.
    """
    query = "SELECT source, content_sha256 FROM reference.loaded WHERE source <> 'coding' ORDER BY source"
    own = any(edit.path.parent != SQL / "edits" for edit in edits)
    parts = [
        night.client.charges,
        assign.digest(),
        rules.digest(),
        releases,
        [(edit.edit_id, edit.edit_hash) for edit in edits],
        night.con.execute(query).fetchall(),
        night.con.execute(_OF_HELD).fetchall(),
        night.con.execute(_DECIDED).fetchall(),
        night.con.execute(_CLAIMS).fetchall() if own else None,
    ]
    return sha256(repr(parts).encode())


def _evaluate(night: Night, releases: list[Release], edits: list[Edit]) -> None:
    con = night.con
    lay_facts(night, releases)
    run_edits(con, edits)
    con.execute(
        "INSERT INTO edit_title SELECT unnest(?), unnest(?)", [[e.edit_id for e in edits], [e.title for e in edits]]
    )
    con.execute(sql_file("coding", "versions"))
    con.execute(sql_file("coding", "verdict"))
    con.execute("SET VARIABLE day = ?", [night.day])
    con.execute(sql_file("coding", "keep"))
    report_gaps(night)


def _counts(night: Night) -> Counts:
    counts = {"evaluated": int(scalar(night.con, "SELECT count(*) FROM coding_verdict"))}
    for state in ("ready", "held_coding", "held_edit"):
        counts[state] = int(scalar(night.con, "SELECT count(*) FROM coding_verdict WHERE state = ?", [state]))
    counts["findings"] = int(scalar(night.con, "SELECT count(*) FROM edit_judged WHERE severity = 'hold'"))
    counts["warnings"] = int(scalar(night.con, "SELECT count(*) FROM edit_judged WHERE severity = 'warn'"))
    return counts
