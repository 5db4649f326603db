"""Law 3 against SIGKILL: a client-night killed anywhere and run again leaves what an unhurt one leaves.

Journal, emitted claim files and the rows of the ledger are compared byte for byte. The times of the kills are drawn
from a seed that is printed. The night runs as a plain process, forked from one that has its libraries imported.
"""

import multiprocessing
import os
import random
import shutil
import signal
import time
from datetime import date
from pathlib import Path

import pytest

from tasks.mailbox.stage import run as route_mailbox
from tasks.sandbox.practice import write_workspace
from tasks.sandbox.stage_day import prepare
from tasks.warehouse import open_database
from tasks.workspace import Workspace
from tests.plain_night import run_company_night, run_night

KILLS = int(os.environ.get("KILLS", "40"))
SEED = int(os.environ.get("KILL_SEED", "1"))
NIGHTS = (date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30))
CLIENT = "lakeside"


def what_stays(path: Path) -> dict[str, bytes]:
    """Journal and outbox as they lie on disk, the ledger as sorted rows, the inbox as names."""
    folder = Workspace(path).client(CLIENT)
    con = open_database(folder.published, read_only=True)
    ledger = con.execute("SELECT * FROM ledger.posting ORDER BY posting_id").fetchall()
    con.close()
    files = [*folder.journal.glob("*.txt"), *folder.claims_outbox.glob("*"), *folder.vault.glob("manifests/*")]
    return {
        **{file.relative_to(path).as_posix(): file.read_bytes() for file in files},
        "ledger": repr(ledger).encode(),
        "inbox": repr(sorted(p.name for p in folder.path.glob("inbox/*/*"))).encode(),
    }


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace before its third night: encounters, answers and remittances wait in the inboxes."""
    path = tmp_path_factory.mktemp("kills") / "company"
    write_workspace(path)
    for night in NIGHTS[:-1]:
        prepare(path, night, 5, 60)
        run_company_night(path, night)
    prepare(path, NIGHTS[-1], 5, 60)
    route_mailbox(Workspace(path), NIGHTS[-1])
    return path


def test_a_killed_night_run_again_is_as_if_nothing_had_happened(before: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.plain_night", "tasks.preload", "tasks.contracts.preload"])
    unhurt = tmp_path / "unhurt"
    shutil.copytree(before, unhurt)
    started = time.monotonic()
    run_night(unhurt, CLIENT, NIGHTS[-1])
    whole = time.monotonic() - started
    expected = what_stays(unhurt)
    draw = random.Random(SEED)
    print(f"seed {SEED}, {KILLS} kills within {whole:.1f} s")
    hit = 0
    for kill in range(KILLS):
        path = tmp_path / f"killed-{kill}"
        shutil.copytree(before, path)
        moment = draw.uniform(0, whole)
        child = context.Process(target=run_night, args=(path, CLIENT, NIGHTS[-1]))
        child.start()
        child.join(moment)
        if child.pid is not None and child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
            hit += 1
        child.join()
        again = context.Process(target=run_night, args=(path, CLIENT, NIGHTS[-1]))
        again.start()
        again.join()
        assert again.exitcode == 0, f"kill {kill} at {moment:.3f} s"
        assert what_stays(path) == expected, f"kill {kill} at {moment:.3f} s"
        shutil.rmtree(path)
    assert hit >= KILLS // 2, f"only {hit} of {KILLS} nights were still running when the signal came"
