"""Every fault of a drop: one clear problem, everything kept, every encounter counted, the rest goes on."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data_contracts.datasets import DATASETS
from tasks.contracts import stage as contracts
from tasks.intake import stage as intake
from tasks.intake.table import read_table
from tasks.night import Night
from tasks.vault import sha256
from tests.intake.drops import Practice, control, csv_bytes, files, parquet_bytes, samples

Files = dict[str, bytes]
TABLES = samples((1, 2, 3))
FIELDS = {dataset.name: len(dataset.columns) for dataset in DATASETS}
_made = cache(lambda: files(TABLES))


def _edited(**changes: Any) -> bytes:
    return json.dumps({**control(TABLES), **changes}).encode()


def _rows(dataset: str, rows: int) -> bytes:
    promised = control(TABLES)
    promised["datasets"][dataset]["rows"] = rows
    return json.dumps(promised).encode()


def _without(column: str, body: bytes) -> bytes:
    lines = [line.split(",") for line in body.decode().splitlines()]
    place = lines[0].index(column)
    return "\n".join(",".join(part for n, part in enumerate(line) if n != place) for line in lines).encode() + b"\n"


def _line(body: bytes, number: int, change: Callable[[bytes], bytes]) -> bytes:
    lines = body.split(b"\n")
    lines[number - 1] = change(lines[number - 1])
    return b"\n".join(lines)


# fault: file touched, its new bytes (None: it is left out), code of the problem, words in its message, place
FAULTS: dict[str, tuple[str, Callable[[bytes], bytes | None], str, str, str | None]] = {
    "missing file": (
        "coverages.csv",
        lambda b: None,
        "missing_file",
        "coverages: the file coverages.csv is missing",
        None,
    ),
    "missing column": (
        "patients.csv",
        lambda b: _without("city", b),
        "missing_column",
        "missing from the header: city",
        "line 1",
    ),
    "missing id column": (
        "encounters.csv",
        lambda b: _without("encounter_id", b),
        "missing_column",
        "encounter_id",
        "line 1",
    ),
    "no header": ("services.csv", lambda b: b"\n" + b, "no_header", "services: the first line is empty", None),
    "empty": ("diagnoses.csv", lambda b: b"", "empty_file", "diagnoses: the file is empty", None),
    "empty encounters": ("encounters.csv", lambda b: b"", "empty_file", "encounters: the file is empty", None),
    "binary": ("services.csv", lambda b: b"PK\x03\x04\0\0" * 50, "binary_file", "services: the file is binary", None),
    "undecodable": (
        "patients.csv",
        lambda b: _line(b, 3, lambda line: line.replace(b"LAST2", b"M\xfcller")),
        "undecodable_text",
        "patients: line 3 is not UTF-8",
        "line 3",
    ),
    "short row": (
        "services.csv",
        lambda b: _line(b, 4, lambda line: line.rsplit(b",", 1)[0]),
        "ragged_rows",
        f"services: 1 rows have not the {FIELDS['services']} fields of the header; the first is on line 4 and has "
        f"{FIELDS['services'] - 1}",
        "line 4",
    ),
    "long row": (
        "encounters.csv",
        lambda b: _line(b, 2, lambda line: line + b",x"),
        "ragged_rows",
        f"has {FIELDS['encounters'] + 1}",
        "line 2",
    ),
    "header twice": (
        "patients.csv",
        lambda b: b.replace(b"middle_name", b"last_name"),
        "duplicated_header",
        "names a column twice: last_name",
        "line 1",
    ),
    "open quote": (
        "patients.csv",
        lambda b: b.replace(b"1 MAIN ST", b'"1 MAIN ST', 1),
        "open_quote",
        "patients: a double quote is never closed",
        None,
    ),
    "open quote in encounters": (
        "encounters.csv",
        lambda b: b.replace(b"CLINIC", b'"CLINIC', 1),
        "open_quote",
        "encounters",
        None,
    ),
    "not JSON": ("control.json", lambda b: b"{" + b, "control_unreadable", "control.json is not JSON", None),
    "control incomplete": (
        "control.json",
        lambda b: b.replace(b'"encounters": 3,', b""),
        "control_contract",
        "encounters is missing",
        None,
    ),
    "control form": ("control.json", lambda b: _edited(total_charges="451"), "control_contract", "total_charges", None),
    "control path": (
        "control.json",
        lambda b: b.replace(b'"patients.csv"', b'"../patients.csv"'),
        "control_contract",
        "datasets.patients.file",
        None,
    ),
    "row count": (
        "control.json",
        lambda b: _rows("services", 7),
        "control_totals",
        "services has 6 rows, control.json says 7",
        None,
    ),
    "encounter count": ("control.json", lambda b: _edited(encounters=4), "control_totals", "contradicts itself", None),
    "charges": (
        "control.json",
        lambda b: _edited(total_charges="451.51"),
        "control_totals",
        "charges sum to 451.50, control.json says 451.51 (difference -0.01)",
        None,
    ),
}


@dataclass(frozen=True)
class Faulty:
    """A night over one drop a fault, named by its place in FAULTS, and a faultless drop."""

    practice: Practice
    night: Night
    drops: dict[str, Files]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Faulty:
    practice = Practice(tmp_path_factory.mktemp("faults"))
    drops: dict[str, Files] = {}
    for place, (fault, (name, change, *_)) in enumerate(FAULTS.items()):
        body = change(_made()[name])
        drops[fault] = {n: b for n, b in _made().items() if n != name} | ({name: body} if body is not None else {})
        practice.deliver(f"bad{place:02}", drops[fault])
    practice.deliver("good", samples((11, 12)))
    night, counts = practice.night(intake.run, contracts.run)
    assert counts["held_batches"] == len(FAULTS)
    assert list(practice.inbox.iterdir()) == []
    return Faulty(practice, night, drops)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_holds_the_batch_whole_and_loses_nothing(faulty: Faulty, fault: str) -> None:
    _, _, code, words, place = FAULTS[fault]
    practice, batch = faulty.practice, f"bad{[*FAULTS].index(fault):02}"
    (problem,) = practice.rows(f"SELECT * FROM core.problem WHERE message LIKE 'Batch {batch}:%'")
    assert (problem["code"], problem["severity"]) == (code, "error")
    assert words in problem["message"]
    assert problem["position"] == (place or f"inbox/encounters/{batch}")
    (held,) = practice.rows(f"SELECT * FROM core.batch WHERE batch_id = '{batch}'")
    reason_code = "control_totals" if code == "control_totals" else "batch_unreadable"
    assert (held["status"], held["reason_code"], held["encounters_received"]) == ("held", reason_code, 3)
    assert words in held["reason"]
    states = [state for key, state in practice.states().items() if key.startswith(f"{batch}/")]
    assert states == [("held", reason_code)] * 3
    for content in faulty.drops[fault].values():
        assert faulty.night.vault.read(sha256(content)) == content


def test_the_rest_of_a_night_with_faults_goes_on(faulty: Faulty) -> None:
    states = {key: state for key, state in faulty.practice.states().items() if key.startswith("good/")}
    assert states == {"good/E11": ("ready", None), "good/E12": ("ready", None)}
    assert faulty.practice.values("SELECT count(*) FROM core.encounter_event") == [3 * len(FAULTS) + 2]
    assert faulty.practice.values("SELECT count(*) FROM core.quarantine") == [0]


def test_unreadable_encounters_without_a_promise_count_none(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    practice.deliver("bad", {**files(TABLES), "encounters.csv": b"", "control.json": b"?"})
    practice.night(intake.run, contracts.run)
    assert sorted(practice.problems()) == [("control_unreadable", "error"), ("empty_file", "error")]
    assert practice.values("SELECT encounters_received FROM core.batch") == [0]


def test_each_fault_of_a_drop_is_a_problem_of_its_own(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    made = files(TABLES)
    practice.deliver("bad", {**made, "patients.csv": b"", "services.csv": b"\0"})
    practice.night(intake.run, contracts.run)
    assert sorted(code for code, _ in practice.problems()) == ["binary_file", "empty_file"]


def test_an_unknown_column_is_said_and_ignored(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    made = files(TABLES)
    made["patients.csv"] = b"\n".join(
        line + (b",shoe_size" if n == 0 else b",44") for n, line in enumerate(made["patients.csv"].splitlines())
    )
    practice.deliver("day", made)
    practice.night(intake.run, contracts.run)
    (problem,) = practice.rows("SELECT * FROM core.problem")
    assert (problem["code"], problem["severity"]) == ("unknown_column", "warning")
    assert "shoe_size" in problem["message"]
    assert set(practice.states().values()) == {("ready", None)}


def test_a_first_row_in_place_of_the_header_is_never_quoted(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    made = files(TABLES)
    made["patients.csv"] = made["patients.csv"].split(b"\n", 1)[1]
    practice.deliver("day", made)
    practice.night(intake.run, contracts.run)
    said = " ".join(practice.values("SELECT message || remedy FROM core.problem"))
    assert "LAST1" not in said
    assert "MAIN" not in said
    assert ("missing_column", "error") in practice.problems()


def test_a_file_that_control_does_not_name_is_kept_and_said(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    practice.deliver("day", {**files(TABLES), "smith_john.pdf": b"%PDF"})
    night, _ = practice.night(intake.run, contracts.run)
    assert practice.problems() == [("unexpected_file", "warning")]
    assert "smith" not in practice.values("SELECT message FROM core.problem")[0]
    assert night.vault.read(sha256(b"%PDF")) == b"%PDF"
    assert set(practice.states().values()) == {("ready", None)}


def test_a_charge_that_is_no_amount_counts_as_none(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    tables = samples((1, 2))
    promised = json.dumps(control(tables)).encode()
    tables["services"][0]["charge"] = "see note"
    practice.deliver("untied", {**files(tables), "control.json": promised})
    practice.deliver("tied", tables)
    practice.night(intake.run, contracts.run)
    (message,) = practice.values("SELECT message FROM core.problem")
    assert message.endswith("(difference -100.00; 1 lines have a charge that is no amount)")
    states = practice.states()
    assert (states["tied/E1"], states["tied/E2"]) == (("quarantined", "contract"), ("ready", None))
    assert states["untied/E1"] == states["untied/E2"] == ("held", "control_totals")


def test_charges_beyond_any_sum_hold_the_batch(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    tables = samples((1,))
    for row in tables["services"]:
        row["charge"] = "999999999999.99"
    promised = json.dumps({**control(tables), "total_charges": "0.00"}).encode()
    practice.deliver("day", {**files(tables), "control.json": promised})
    practice.night(intake.run, contracts.run)
    assert practice.states() == {"day/E1": ("held", "control_totals")}


def test_spoiled_files_are_tables_or_faults_and_nothing_else() -> None:
    draw = random.Random(7)
    for dataset in DATASETS:
        for ending, body in (("csv", csv_bytes), ("parquet", parquet_bytes)):
            whole = body(dataset.name, TABLES[dataset.name])
            for _ in range(40):
                spoiled = bytearray(whole[: draw.randrange(1, len(whole))] if draw.random() < 0.2 else whole)
                for _ in range(3):
                    spoiled[draw.randrange(len(spoiled))] = draw.randrange(256)
                table = read_table(dataset, f"{dataset.name}.{ending}", bytes(spoiled))
                assert table.faults or table.rows is not None


def test_a_drop_without_rows_is_a_batch_of_none(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    practice.deliver("day", {name: [] for name in TABLES})
    for _ in range(2):
        practice.night(intake.run, contracts.run)
    assert practice.values("SELECT status FROM core.batch") == ["accepted"]
    assert practice.values("SELECT DISTINCT rows_checked FROM core.contract_result") == [0]
    assert practice.states() == {}
