"""Four nights of a small practice company, without Prefect: what must hold after them, asked of the published files."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tasks.crew import perform
from tasks.ledger.journal import concatenate, verify
from tasks.manifest import lay_out, read_manifests
from tasks.sandbox.practice import write_workspace
from tasks.sandbox.stage_day import prepare
from tasks.workspace import Workspace
from tests.plain_night import published, run_company_night, run_night, work
from tests.plans import pairwise
from tests.x12.pyx12_check import errors

NIGHTS = (date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30), date(2026, 2, 2))
SEED = 7


def _write_practices(path: Path, *names: str) -> None:
    write_workspace(path)
    for folder in Workspace(path).clients():
        if folder.client_id not in names:
            shutil.rmtree(folder.path)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory, plans: dict[str, str]) -> Path:
    """A workspace of two practices after four nights of 40 encounters each."""
    path = tmp_path_factory.mktemp("night") / "company"
    _write_practices(path, "lakeside", "harbor")
    for night in NIGHTS:
        prepare(path, night, SEED, 40)
        run_company_night(path, night)
    return path


@pytest.fixture
def company(worked: Path, tmp_path: Path) -> Workspace:
    """A copy of the worked workspace, free to be changed: it stores no absolute path."""
    shutil.copytree(worked, tmp_path / "company")
    return Workspace(tmp_path / "company")


def state_of(company: Workspace) -> dict[str, bytes]:
    """Journals and emitted files: what a rerun must leave byte for byte."""
    return {
        path.relative_to(company.path).as_posix(): path.read_bytes()
        for pattern in ("clients/*/journal/*", "clients/*/outbox/claims/*")
        for path in sorted(company.path.glob(pattern))
    }


def test_no_statement_compares_every_row_with_every_row(worked: Path, plans: dict[str, str]) -> None:
    assert len(plans) > 200
    assert pairwise(plans) == []


def test_every_law_held_every_night(worked: Path) -> None:
    for folder in Workspace(worked).clients():
        rows = published(
            folder, "SELECT night, count(*) AS checks, sum(offenders) AS offenders FROM core.law_result GROUP BY ALL"
        )
        assert {row["night"] for row in rows} == set(NIGHTS)
        assert all(row["checks"] >= 20 and row["offenders"] == 0 for row in rows)


def test_a_published_night_is_finished_and_its_files_are_out_of_the_inbox(worked: Path) -> None:
    for folder in Workspace(worked).clients():
        assert published(folder, "SELECT count(*) AS nights, bool_and(finished) AS finished FROM core.night") == [
            {"nights": len(NIGHTS), "finished": True}
        ]
        assert published(folder, "SELECT bool_and(consumed) AS consumed FROM core.received_file") == [
            {"consumed": True}
        ]


def test_aging_is_the_receivables_of_the_ledger_to_the_cent(worked: Path) -> None:
    for folder in Workspace(worked).clients():
        (ledger,) = published(
            folder,
            "SELECT sum(amount) AS open FROM ledger.posting JOIN ledger.account USING (account) "
            "WHERE kind IN ('ar_insurer', 'ar_patient')",
        )
        aging = published(
            folder,
            "SELECT basis, sum(amount) AS open FROM marts.ar_aging "
            "WHERE as_of = (SELECT max(as_of) FROM marts.ar_aging) GROUP BY basis",
        )
        assert {row["basis"] for row in aging} == {"service", "billed", "posted", "responsibility"}
        assert {row["open"] for row in aging} == {ledger["open"]}
        assert ledger["open"] > 0


def test_aging_of_a_past_night_is_what_that_night_knew(worked: Path) -> None:
    for folder in Workspace(worked).clients():
        for night in NIGHTS:
            kept = published(
                folder,
                "SELECT basis, party, payer_id, bucket, claims, amount FROM marts.ar_aging "
                f"WHERE as_of = DATE '{night}' ORDER BY ALL",
            )
            asked = [
                {name: row[name] for name in kept[0]}
                for basis in ("billed", "posted", "responsibility", "service")
                for row in published(folder, f"SELECT * FROM marts.ar_aging_as_of(DATE '{night}', '{basis}')")
            ]
            assert sorted(map(str, asked)) == sorted(map(str, kept))
            assert kept


def test_every_encounter_received_is_accounted_for(worked: Path) -> None:
    for folder in Workspace(worked).clients():
        rows = published(folder, "SELECT * FROM marts.reconciliation_encounters")
        assert len(rows) >= len(NIGHTS)
        for row in rows:
            assert row["received"] > 0
            assert row["received"] == row["quarantined"] + row["held"] + row["not_billable"] + row["claimed"]


def test_every_cent_of_every_remittance_is_in_the_ledger(worked: Path) -> None:
    found = 0
    for folder in Workspace(worked).clients():
        for row in published(folder, "SELECT * FROM marts.reconciliation_remittances"):
            found += 1
            assert row["status"] in {"posted", "suspended", "held"}
            if row["status"] == "posted":
                assert row["paid_amount"] == row["claims_amount"] - row["provider_adjustments"]
            (cash,) = published(
                folder,
                "SELECT coalesce(sum(amount), 0) AS cash FROM ledger.posting WHERE account = 'cash:in_transit' "
                f"AND transaction_id LIKE '%{row['remittance_id']}%' AND transaction_id NOT LIKE 'deposit:%'",
            )
            assert cash["cash"] == (row["paid_amount"] if row["status"] != "held" else Decimal(0))
    assert found > 5


def test_the_same_night_again_changes_nothing(company: Workspace) -> None:
    before = state_of(company)
    times = {folder.client_id: folder.published.stat().st_mtime_ns for folder in company.clients()}
    for folder in company.clients():
        assert run_night(company.path, folder.client_id, NIGHTS[-1]) == {"changed": 0}
    assert state_of(company) == before
    assert {folder.client_id: folder.published.stat().st_mtime_ns for folder in company.clients()} == times


def test_a_remittance_under_another_name_posts_nothing_and_is_reported(company: Workspace) -> None:
    folder = company.clients()[0]
    (sent,) = published(folder, "SELECT source_file FROM core.remittance WHERE status = 'posted' ORDER BY ALL LIMIT 1")
    content = (folder.vault / sent["source_file"][:2] / sent["source_file"]).read_bytes()
    before = state_of(company)
    folder.inbox("remits").mkdir(exist_ok=True)
    (folder.inbox("remits") / "another-name.835").write_bytes(content)
    (folder.inbox("remits") / "another-envelope.835").write_bytes(content[:70] + b"251231" + content[76:])
    run_company_night(company.path, NIGHTS[-1])
    assert state_of(company) == before
    codes = [r["code"] for r in published(folder, "SELECT code FROM core.problem ORDER BY code")]
    assert codes.count("file_sent_twice") == 1
    assert "remittance_duplicate" in codes
    assert list(folder.inbox("remits").iterdir()) == []


def test_what_cannot_be_read_is_one_problem_each_and_the_night_goes_on(company: Workspace) -> None:
    folder = company.client("lakeside")
    (sent,) = published(folder, "SELECT source_file FROM core.remittance WHERE status = 'posted' ORDER BY ALL LIMIT 1")
    whole = (folder.vault / sent["source_file"][:2] / sent["source_file"]).read_bytes()
    (folder.inbox("remits") / "cut.835").write_bytes(whole[: len(whole) // 2])
    (folder.inbox("remits") / "empty.835").write_bytes(b"")
    (folder.inbox("remits") / "picture.835").write_bytes(bytes(range(256)) * 20)
    drop = folder.inbox("encounters") / "no-charge-column"
    prepare(company.path, date(2026, 2, 3), SEED, 10)
    (made,) = list(folder.inbox("encounters").iterdir())
    made.rename(drop)
    lines = (drop / "services.csv").read_text().splitlines()
    place = lines[0].split(",").index("charge")
    (drop / "services.csv").write_text(
        "\n".join(",".join(c for n, c in enumerate(line.split(",")) if n != place) for line in lines) + "\n"
    )
    counts = run_night(company.path, folder.client_id, date(2026, 2, 3))
    assert counts["changed"] == 1
    new = published(folder, "SELECT * FROM core.problem WHERE found_on = DATE '2026-02-03' ORDER BY code")
    by_file = {p["source_file"] for p in new}
    assert len(by_file) == len(new), [(p["code"], p["message"]) for p in new]
    assert len(new) == 4, [(p["code"], p["message"]) for p in new]
    (batch,) = published(folder, "SELECT * FROM marts.reconciliation_encounters WHERE batch_id = 'no-charge-column'")
    assert batch["received"] == batch["held"] == 10


def test_a_crash_after_the_commit_is_finished_by_the_next_run(worked: Path, tmp_path: Path) -> None:
    path = tmp_path / "company"
    client_id = "lakeside"
    _write_practices(path, client_id)
    prepare(path, NIGHTS[0], SEED, 10)
    work(path, client_id, NIGHTS[0])
    perform(str(path), client_id, NIGHTS[0], "commit", ())
    perform(str(path), client_id, NIGHTS[0], "end", ())
    folder = Workspace(path).client(client_id)
    assert not folder.published.exists()
    assert list(folder.inbox("encounters").iterdir())
    run_night(path, client_id, NIGHTS[0])
    assert folder.published.exists()
    assert list(folder.claims_outbox.iterdir())
    assert not list(folder.inbox("encounters").iterdir())
    assert run_night(path, client_id, NIGHTS[0]) == {"changed": 0}


def test_a_replay_from_the_vault_gives_the_journal_byte_for_byte(worked: Path, tmp_path: Path) -> None:
    original = Workspace(worked).client("harbor")
    copy = Workspace(tmp_path / "scratch").client("harbor")
    for manifest in read_manifests(original):
        lay_out(original, copy, manifest)
        night = date.fromisoformat(manifest["night"])
        first, size = manifest["control_numbers"]
        run_night(copy.workspace.path, "harbor", night, numbers=range(first, first + size))
    assert concatenate(copy) == concatenate(original)
    assert concatenate(copy).count(b"\n") > 200
    assert sorted(p.read_bytes() for p in copy.claims_outbox.iterdir()) == sorted(
        p.read_bytes() for p in original.claims_outbox.iterdir()
    )


def test_every_claim_file_of_the_last_night_is_valid_in_the_eyes_of_pyx12(worked: Path) -> None:
    files = sorted(worked.glob(f"clients/*/outbox/claims/*{NIGHTS[-1]}*"))
    assert len(files) > 4
    assert {file.name: errors(file.read_bytes()) for file in files} == {file.name: [] for file in files}


def test_tampering_with_a_journal_is_seen(company: Workspace) -> None:
    folder = company.clients()[0]
    assert verify(folder) == []
    day = sorted(folder.journal.glob("*.txt"))[1]
    day.write_bytes(day.read_bytes().replace(b"charges", b"changes", 1))
    assert verify(folder)


def test_no_patient_in_published_files_unless_granted(worked: Path) -> None:
    for folder in Workspace(worked).clients():
        (row,) = published(folder, "SELECT count(*) AS rows, count(last_name) AS names FROM core.patient")
        assert row["rows"] > 0
        assert (row["names"] > 0) is folder.settings.publish_patient_columns
