"""Two HCPCS releases side by side: each day is judged by the release that covers it."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl

from tasks.coding.code_sets import Release, write_release
from tasks.warehouse import Connection
from tests.coding.desk import FEES, open_desk

NEW = Release("hcpcs", "2026-01", date(2026, 1, 1), date(2026, 3, 31), "a later release")


def test_a_day_is_judged_by_the_release_that_covers_it(tmp_path: Path, code_sets: Path, warehouse: Connection) -> None:
    folder = tmp_path / "codes"
    shutil.copytree(code_sets, folder)
    row = {"code": "Z9001", "valid_from": NEW.covers_from, "valid_to": None, "billable": True, "description": "new"}
    write_release(folder / NEW.file_name, NEW, pl.DataFrame([row], schema_overrides={"valid_to": pl.Date}))
    desk = open_desk(tmp_path / "workspace", folder, warehouse)
    desk.fees = FEES + "Z9001,,5.00,2020-01-01,\nJ1885,,5.00,2020-01-01,\n"
    days = {"old": date(2024, 8, 1), "new": date(2026, 3, 2)}
    for name, day in days.items():
        for code in ("Z9001", "J1885"):
            desk.encounter(
                f"{name}-{code}", services=[{"code_system": "HCPCS", "code": code}], service_from=day, service_to=day
            )
    desk.run()
    query = "SELECT received_id FROM core.edit_finding WHERE edit_id = 'hcpcs_not_valid' ORDER BY 1"
    assert [row["received_id"] for row in desk.rows(query)] == ["b1/new-J1885", "b1/old-Z9001"]
