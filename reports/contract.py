"""The contract page of an encounter batch: what was promised, what was found, what the practice must correct."""

from pathlib import Path

from reports.render import NightInfo, rows, write_page
from tasks.warehouse import Connection


def render_contract(con: Connection, info: NightInfo, batch_id: str, target: Path) -> None:
    """Write the contract page of one batch, without the values of failing cells.

    Raises LookupError when there is no such batch.
    """
    found = rows(con, "batch", batch_id=batch_id)
    if not found:
        raise LookupError("no such batch")
    promises = rows(con, "batch_promises", batch_id=batch_id)
    values = {
        "info": info,
        "batch": found[0],
        "datasets": {row["dataset"]: [p for p in promises if p["dataset"] == row["dataset"]] for row in promises},
        "failed": sum(1 for row in promises if row["rows_failed"]),
        "promises": len(promises),
        "quarantine": rows(con, "batch_quarantine", batch_id=batch_id),
        "encounters": rows(con, "batch_encounters", batch_id=batch_id),
    }
    write_page("contract", target, values)
