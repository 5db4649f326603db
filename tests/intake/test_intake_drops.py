"""Drops as folders: when they are taken, under which name, and only once."""

import re
from pathlib import Path

import pytest

from tasks.contracts import stage as contracts
from tasks.intake import stage as intake
from tasks.vault import sha256
from tests.intake.drops import DAY, Practice, files, sample, samples


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path)


def test_a_drop_becomes_rows_with_file_and_line(practice: Practice) -> None:
    made = files(samples((1, 2)))
    practice.deliver("2026-03-02", made)
    night, counts = practice.night(intake.run)
    assert counts == {"batches": 1, "held_batches": 0, "encounters": 2}
    assert night.consumed == ["encounters/2026-03-02"]
    digests = {name: sha256(content) for name, content in sorted(made.items())}
    assert night.inputs == [{"kind": "encounters", "name": "2026-03-02", "files": digests}]
    (batch,) = practice.rows("SELECT * FROM core.batch")
    assert (batch["batch_id"], batch["status"], batch["reason"]) == ("2026-03-02", "accepted", None)
    assert batch["charges_received"] == batch["charges_control"]
    lines = practice.rows("SELECT source_file, source_line, line_number FROM raw.services ORDER BY source_line")
    assert {row["source_file"] for row in lines} == {digests["services.csv"]}
    assert [(row["source_line"], row["line_number"]) for row in lines] == [(2, "1"), (3, "2"), (4, "1"), (5, "2")]
    assert practice.values("SELECT DISTINCT kind FROM core.received_file") == ["encounters"]
    assert practice.values("SELECT count(*) FROM core.received_file") == [6]


def test_lines_are_counted_through_quoted_line_breaks_blank_lines_and_a_byte_order_mark(practice: Practice) -> None:
    tables = samples((1, 2, 3))
    tables["encounters"][0]["note"] = "first line\nsecond, with a comma\nthird"
    made = files(tables)
    made["encounters.csv"] = b"\xef\xbb\xbf" + made["encounters.csv"].replace(b"E3,", b"\nE3,").replace(b"\n", b"\r\n")
    practice.deliver("day", made)
    practice.night(intake.run)
    rows = practice.rows("SELECT encounter_id, source_line FROM raw.encounters ORDER BY source_line")
    assert [(row["encounter_id"], row["source_line"]) for row in rows] == [("E1", 2), ("E2", 5), ("E3", 7)]


def test_columns_may_come_in_any_order(practice: Practice) -> None:
    made = files(samples((1,)))
    rows = [line.split(",") for line in made["diagnoses.csv"].decode().splitlines()]
    made["diagnoses.csv"] = "\n".join(",".join(reversed(row)) for row in rows).encode()
    practice.deliver("day", made)
    practice.night(intake.run, contracts.run)
    assert practice.states() == {"day/E1": ("ready", None)}


@pytest.mark.parametrize(
    ("name", "left", "code"),
    [
        ("no-control", "control.json", "drop_without_control"),
        ("arriving", "services.csv.part", "drop_unfinished"),
        ("a name with spaces", None, "drop_name"),
        (".hidden", None, None),
    ],
)
def test_what_is_not_ready_stays(practice: Practice, name: str, left: str | None, code: str | None) -> None:
    practice.deliver(name, samples((1,)))
    if left == "control.json":
        (practice.inbox / name / left).unlink()
    elif left:
        (practice.inbox / name / left).write_bytes(b"")
    practice.deliver("good", samples((2,)))
    for _ in range(2):
        practice.night(intake.run)
        assert [path.name for path in practice.inbox.iterdir()] == [name]
    assert practice.problems() == ([(code, "error")] if code else [])
    assert practice.values("SELECT batch_id FROM core.batch") == ["good"]


def test_a_file_or_a_folder_in_the_wrong_place_stays(practice: Practice) -> None:
    (practice.inbox / "alone.csv").write_bytes(b"a,b\n")
    practice.deliver("deep", samples((1,)))
    (practice.inbox / "deep" / "deeper").mkdir()
    practice.night(intake.run)
    assert sorted(path.name for path in practice.inbox.iterdir()) == ["alone.csv", "deep"]
    assert sorted(code for code, _ in practice.problems()) == ["drop_with_folder", "file_outside_drop"]
    assert practice.values("SELECT batch_id FROM core.batch") == []


def test_after_a_crash_before_clearing_nothing_is_taken_or_said_again(practice: Practice) -> None:
    practice.deliver("day", samples((1,)))
    practice.night(intake.run, clears=False)
    night, _ = practice.night(intake.run)
    assert night.consumed == ["encounters/day"]
    assert night.inputs == []
    assert practice.problems() == []
    assert practice.values("SELECT batch_id FROM core.batch") == ["day"]
    assert practice.values("SELECT count(*) FROM raw.encounters") == [1]


def test_the_same_drop_sent_again_is_said_and_not_used(practice: Practice) -> None:
    for _ in range(2):
        practice.deliver("day", samples((1,)))
        practice.night(intake.run)
    assert practice.problems() == [("drop_sent_twice", "warning")]
    assert practice.values("SELECT batch_id FROM core.batch") == ["day"]
    assert list(practice.inbox.iterdir()) == []


def test_the_same_content_in_another_folder_is_a_batch_of_duplicates(practice: Practice) -> None:
    practice.deliver("day", samples((1, 2)))
    practice.night(intake.run, contracts.run)
    practice.deliver("again", samples((1, 2)))
    practice.night(intake.run, contracts.run)
    assert practice.values("SELECT batch_id FROM core.batch ORDER BY 1") == ["again", "day"]
    states = practice.states()
    assert states["again/E1"] == states["again/E2"] == ("not_billable", "duplicate")
    assert states["day/E1"] == states["day/E2"] == ("ready", None)
    reasons = practice.values("SELECT DISTINCT reason FROM core.encounter WHERE reason_code = 'duplicate'")
    assert reasons == ["duplicate of batch day"]


def test_other_content_under_a_used_name_gets_a_batch_id_of_its_own(practice: Practice) -> None:
    practice.deliver("day", samples((1,)))
    practice.night(intake.run)
    practice.deliver("day", samples((2,)))
    practice.night(intake.run)
    second = practice.values("SELECT batch_id FROM core.batch ORDER BY length(batch_id)")[1]
    assert re.fullmatch(r"day-[0-9a-f]{8}", second)
    assert practice.values("SELECT DISTINCT folder FROM core.batch") == ["day"]


def test_a_quiet_inbox_does_nothing(practice: Practice) -> None:
    night, counts = practice.night(intake.run, contracts.run)
    assert (counts, night.consumed, night.inputs) == ({}, [], [])


def test_nothing_depends_on_the_order_of_arrival(tmp_path: Path) -> None:
    worlds = [Practice(tmp_path / "one"), Practice(tmp_path / "two")]
    drops = {"a": sample(1), "b": sample(1, services={"units": "2"}), "c": sample(2)}
    for world, order in zip(worlds, ("abc", "cba"), strict=True):
        for name in order:
            world.deliver(name, drops[name])
        world.night(intake.run, contracts.run, day=DAY)
    tables = ("core.encounter", "core.service", "core.encounter_event", "core.batch", "core.contract_result")
    for table in tables:
        one, two = (world.rows(f"SELECT * FROM {table}") for world in worlds)
        assert one == two
