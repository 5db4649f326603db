"""control.json: its reading, and what of a drop does not tie to it."""

import json
from decimal import Decimal

from pydantic import ValidationError

from data_contracts.datasets.control import Control
from tasks.intake.fault import RESEND, Fault
from tasks.intake.table import Table


def read_control(content: bytes) -> Control | Fault:
    """Read control.json, or say what is wrong with it (entries are named, values are not)."""
    try:
        return Control.model_validate(json.loads(content))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return Fault("control_unreadable", "control.json is not JSON")
    except ValidationError as error:
        found = (
            f"{_entry(e['loc'])} {_expected(e['type'])}" for e in error.errors(include_url=False, include_input=False)
        )
        return Fault("control_contract", f"control.json: {'; '.join(found)}")


def _entry(location: tuple[int | str, ...]) -> str:
    """Where in control.json; a name that the contract does not know is not repeated."""
    known = {*Control.model_fields, "patients", "coverages", "encounters", "diagnoses", "services", "file", "rows"}
    return ".".join(str(part) if part in known else "(unknown entry)" for part in location) or "the file"


def _expected(kind: str) -> str:
    return {"missing": "is missing", "extra_forbidden": "is not allowed"}.get(kind, "has not the form of its contract")


def untied(control: Control, tables: dict[str, Table], charges: tuple[Decimal | None, int] | None) -> list[str]:
    """What does not tie, in words; empty when everything does.

    `charges` is the sum of the charges that are amounts (None when it is too large for one) and the number of lines
    whose charge is none; it is None itself when there are no charges to read.
    """
    found = []
    for name, table in tables.items():
        promised = getattr(control.datasets, name).rows
        if table.rows is not None and table.rows.height != promised:
            found.append(f"{name} has {table.rows.height} rows, control.json says {promised}")
    if control.encounters != control.datasets.encounters.rows:
        rows = control.datasets.encounters.rows
        found.append(f"control.json contradicts itself: {control.encounters} encounters, {rows} rows of encounters")
    if charges is not None and charges[0] != control.charges:
        found.append(_untied_charges(*charges, control.charges))
    return found


def _untied_charges(charges: Decimal | None, unread: int, promised: Decimal) -> str:
    if charges is None:
        return "charges are too large to be summed"
    unread_lines = f"; {unread} lines have a charge that is no amount" if unread else ""
    difference = f"difference {charges - promised:+}{unread_lines}"
    return f"charges sum to {charges}, control.json says {promised} ({difference})"


def untied_fault(found: list[str]) -> Fault:
    """The fault of a drop whose control totals do not tie."""
    return Fault("control_totals", f"The drop does not tie to its control.json: {'; '.join(found)}", RESEND)
