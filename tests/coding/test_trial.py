"""A new edit is tried over history: what it would have held, in dollars, and nothing is written."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_contracts.settings import SettingsError
from flows.cli import app
from tasks.coding.edits import read_edit
from tasks.coding.trial import try_edit
from tasks.vault import sha256
from tasks.warehouse import open_warehouse
from tests.coding.desk import Desk, open_desk

EDIT = """-- id: no_second_visits
-- title: No second visit of a day
-- severity: hold
-- source: agreement of 2026-01-01
-- since: 2026-02-01
-- day: service
-- one row per visit of a patient's day after the first

SELECT l.received_id, l.line_number, 'a second visit' AS message
FROM edit_line AS l
INNER JOIN edit_line AS o ON l.patient_id = o.patient_id AND l.service_from = o.service_from
WHERE l.is_visit AND o.is_visit AND o.turn < l.turn
"""


@pytest.fixture
def past(tmp_path: Path, code_sets: Path) -> Desk:
    """A client whose warehouse holds claimed, waiting and quarantined encounters of three months."""
    con = open_warehouse(tmp_path / "warehouse.duckdb")
    con.begin()
    desk = open_desk(tmp_path / "workspace", code_sets, con, charges="as_sent")
    for name, month, state in (
        *(("a", 1, "claimed"), ("b", 1, "claimed"), ("c", 2, "claimed"), ("d", 2, "claimed")),
        *(("e", 3, "ready"), ("f", 3, "held_edit"), ("g", 3, "quarantined"), ("h", 3, "not_billable")),
    ):
        day = date(2026, month, 2)
        desk.encounter(name, service_from=day, service_to=day, state=state)
    desk.encounter("i", patient_id="p2", service_from=date(2026, 3, 2), state="claimed")
    desk.flush()
    con.commit()
    (desk.night.folder.path / "fees.csv").write_text(desk.fees)
    (desk.night.folder.path / "crosswalk.csv").write_text(desk.crosswalk)
    con.close()
    (tmp_path / "warehouse.duckdb").rename(desk.night.folder.warehouse)
    return desk


def test_an_edit_is_tried_over_the_months(past: Desk, tmp_path: Path) -> None:
    file = tmp_path / "no_second_visits.sql"
    file.write_text(EDIT)
    before = sha256(past.night.folder.warehouse.read_bytes())
    rows = try_edit(past.night.folder, read_edit(file), date(2026, 1, 1))
    assert [tuple(row.values()) for row in rows] == [
        ("2026-01", 2, 0, 0, Decimal(0), Decimal(240)),
        ("2026-02", 2, 1, 1, Decimal(120), Decimal(240)),
        ("2026-03", 3, 1, 1, Decimal(120), Decimal(360)),
    ]
    assert [row["month"] for row in try_edit(past.night.folder, read_edit(file), date(2026, 2, 3))] == ["2026-03"]
    assert sha256(past.night.folder.warehouse.read_bytes()) == before


def test_an_edit_that_cannot_run_says_where(past: Desk, tmp_path: Path) -> None:
    file = tmp_path / "no_second_visits.sql"
    file.write_text(EDIT.replace("l.is_visit AND", "l.is_no_column AND"))
    with pytest.raises(SettingsError, match=r"no_second_visits\.sql: the edit cannot run \(BinderException\)"):
        try_edit(past.night.folder, read_edit(file), date(2026, 1, 1))


def test_the_commands_of_edits(past: Desk, tmp_path: Path) -> None:
    file = tmp_path / "no_second_visits.sql"
    file.write_text(EDIT)
    place = ["--workspace", str(past.night.workspace.path)]
    told = CliRunner().invoke(app, ["edits", "try", str(file), "--since", "2026-02-01", *place])
    assert (told.exit_code, "held 2 of 5 encounters" in told.stdout, "$240.00 of $600.00" in told.stdout) == (
        0,
        True,
        True,
    )
    own = past.night.folder.path / "edits" / "no_second_visits.sql"
    own.parent.mkdir()
    own.write_text(EDIT)
    listed = CliRunner().invoke(app, ["edits", "list", *place, "--client", "acme"])
    assert "no_second_visits" in listed.stdout
    assert "no_second_visits" not in CliRunner().invoke(app, ["edits", "list"]).stdout
    explained = CliRunner().invoke(app, ["edits", "explain", "charge_zero"])
    assert "Source:" in explained.stdout
    assert "SELECT" in explained.stdout
    assert "-> Line 1: the charge of" in explained.stdout
    assert CliRunner().invoke(app, ["edits", "explain", "no_such_edit"]).exit_code == 2
