"""States of arriving encounters, and of the earlier versions that they replace."""

from tasks.contracts.difference import explain_changes
from tasks.night import Counts
from tasks.warehouse import Connection, fetch_dicts, scalar, sql_file


def settle(con: Connection) -> Counts:
    """Give every encounter of `arriving` its state and append all of the batch that kept the contract.

    Returns the number of encounters that came into each state, and of versions superseded.
    """
    con.execute(sql_file("contracts", "standing"))
    explain_changes(con)
    for statement in ("outdated", "supersede", "note_superseded", "insert_encounters", "note_states"):
        con.execute(sql_file("contracts", statement))
    if scalar(con, "SELECT status FROM this_batch") == "accepted":
        for part in ("patients", "coverages", "diagnoses", "services"):
            con.execute(sql_file("contracts", f"insert_{part}"))
    states = (
        "SELECT coalesce(reason_code, state) AS state, count(*) AS encounters FROM standing GROUP BY ALL ORDER BY 1"
    )
    counts = {str(row["state"]): int(row["encounters"]) for row in fetch_dicts(con, states)}
    return {**counts, "superseded": int(scalar(con, "SELECT count(*) FROM outdated"))}
