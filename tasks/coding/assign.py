"""Assigns codes, fees and charges to the encounters under evaluation, and says what could not be decided."""

from tasks.vault import sha256
from tasks.warehouse import Connection, scalar, sql_file

_ASSIGN = (
    *("scope", "decided", "mapped", "place", "units", "visit", "modifiers"),
    *("coded_service", "coded_diagnosis"),
)
_STEPS = (
    *_ASSIGN,
    *("history", "sets", "order", "facts", "lines"),
    *("findings", "found", "versions", "verdict", "keep"),
)


def digest() -> str:
    """One sha256 over the SQL of this stage."""
    return sha256("\0".join(sql_file("coding", step) for step in _STEPS).encode())


def assign(con: Connection, charges: str) -> int:
    """Make the temporary tables edit_encounter, coding_service and coding_diagnosis; returns the encounters in them.

    `charges` is the setting of client.yaml: fee_schedule or as_sent. What rules found from documented facts is in
    coding_assigned. Needs the rules (rules.load) and coding_dose_unit (dose_units.lay_dose_units).
    """
    con.execute("SET VARIABLE charges = ?", [charges])
    for step in _ASSIGN:
        con.execute(sql_file("coding", step))
    return int(scalar(con, "SELECT count(*) FROM edit_encounter"))


def order_diagnoses(con: Connection) -> None:
    """Make coding_order: the place of each diagnosis on the claim. Needs set_manifestation and set_code_first."""
    con.execute(sql_file("coding", "order"))


def find_undecided(con: Connection) -> None:
    """Start the findings (edit_found) with what coding could not decide: all of it holds."""
    con.execute(sql_file("coding", "found"))
    text = sql_file("coding", "findings")
    con.execute(
        f"""
        INSERT INTO edit_found
        SELECT received_id, line_number, edit_id, ?, 'hold', message FROM ({text}) AS undecided
        ORDER BY ALL
        """,
        [sha256(text.encode())[:16]],
    )
