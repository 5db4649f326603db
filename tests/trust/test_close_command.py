"""The command `close` with Prefect and worker processes: a client that cannot be closed stops no other."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

from tasks.invoice.numbers import known
from tasks.workspace import Workspace
from tests.close.closing import close_month
from tests.close.shop import NOVEMBER, open_shop


def cleanclaim(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments], capture_output=True, text=True, env=environment, check=False
    )


def test_a_client_that_fails_stops_no_other_and_leaves_no_gap(tmp_path: Path) -> None:
    shop = open_shop(tmp_path / "company")
    clients = shop.path / "clients"
    for other, prefix in (("meadow", "ME"), ("upland", "UP")):
        shutil.copytree(clients / "riverside", clients / other)
        settings = clients / other / "client.yaml"
        text = settings.read_text().replace("client_id: riverside", f"client_id: {other}")
        settings.write_text(text.replace("claim_prefix: RV", f"claim_prefix: {prefix}"))
    good = (clients / "meadow" / "client.yaml").read_text()
    (clients / "meadow" / "client.yaml").write_text(good.replace("rate: 6.5", "rate: many"))
    waived = [
        part
        for kind in ("suspended_remittance", "unmatched_eft")
        for part in ("--waive", f"{kind}: M. Alvarez, JANE DOE calls the bank")
    ]
    first = cleanclaim("close", NOVEMBER, "--workspace", str(shop.path), "--date", "2026-12-01", *waived)
    assert first.returncode == 2, first.stdout + first.stderr
    assert "meadow" in first.stdout
    (clients / "meadow" / "client.yaml").write_text(good)
    assert close_month(shop.path, "meadow", date(2026, 12, 1), NOVEMBER)["committed"] == 1
    numbers = [list(known(Workspace(shop.path), client).values()) for client in ("riverside", "upland", "meadow")]
    assert numbers == [["EV-000001"], ["EV-000002"], ["EV-000003"]]
    # What a person wrote may name a patient: Prefect keeps none of it.
    kept = b"".join(path.read_bytes() for path in (shop.path / ".prefect").rglob("*") if path.is_file())
    assert b"riverside" in kept
    assert b"JANE DOE" not in kept
