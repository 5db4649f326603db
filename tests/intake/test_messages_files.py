"""Files of messages: told apart by content, in folders with control.json, spoiled, and mapped as a client says."""

import json
import random
from pathlib import Path

import pytest

from data_contracts.mapping import FORMATS, Mapping, read_mapping
from data_contracts.settings import SettingsError
from tasks.intake.fhir_file import items
from tasks.intake.fhirpath import ready, steps_of
from tasks.intake.fhirpath_library import ByLibrary
from tasks.intake.hl7v2_file import cut
from tasks.intake.hl7v2_path import parsed
from tasks.intake.messages import File, Opened, Sent, opened, tell
from tasks.night import Night
from tasks.vault import Vault
from tests.intake.drops import DAY, KEY, Practice, files, samples
from tests.intake.message_practice import MessagePractice
from tests.intake.messages import (
    OFFICE,
    adt,
    batch,
    bundle,
    claim,
    coverage,
    dft,
    encounter,
    in1,
    ndjson,
    patient,
    practitioner,
)

ROOT = Path(__file__).resolve().parents[2]


def _night(practice: Practice) -> Night:
    return Night(practice.folder, DAY, 1, practice.con, Vault(practice.folder.vault), KEY, range(0))


def test_a_folder_of_messages_ties_to_its_control_json(tmp_path: Path) -> None:
    from tasks.contracts import stage as contracts
    from tasks.intake import stage as intake

    practice = MessagePractice(tmp_path)
    visit = dft(full=True, insurance=(in1(),))
    control = {"batch": "evening", "encounters": 1, "total_charges": "120.00"}
    practice.deliver("good", {"a.txt": visit.encode(), "control.json": json.dumps(control).encode()})
    control["total_charges"] = "121.00"
    body = dft("V2", full=True, insurance=(in1(),)).encode()
    practice.deliver("short", {"a.txt": body, "control.json": json.dumps(control).encode()})
    practice.deliver("mixed", {"a.txt": body, "b.txt": b"notes", "control.json": b'{"batch": "x", "rows": 1}'})
    practice.deliver("table", files(samples((1,))))
    practice.night(intake.run, contracts.run)
    found = practice.rows("SELECT encounter_id, state, reason_code FROM core.encounter ORDER BY received_id")
    assert [tuple(row.values()) for row in found] == [
        ("V1", "ready", None),
        ("V2", "held", "batch_unreadable"),
        ("V2", "held", "control_totals"),
        ("E1", "ready", None),
    ]
    assert [code for code, _ in practice.problems()] == ["control_contract", "control_totals", "unexpected_file"]
    assert set(practice.laws().values()) == {0}


def test_a_loose_file_of_another_format_is_left_where_it_is(tmp_path: Path) -> None:
    from tasks.intake import stage as intake

    practice = MessagePractice(tmp_path)
    (practice.inbox / "patients.hl7").write_bytes(b"patient_id,last_name\n")
    (practice.inbox / "arriving.part").write_bytes(adt().encode())
    night, counts = practice.night(intake.run)
    assert counts == {"left_in_inbox": 1}
    assert night.consumed == []
    assert [code for code, _ in practice.problems()] == ["file_outside_drop"]


def _tell(practice: Practice, content: bytes) -> int:
    one = opened(File("f" * 64, content))
    if one is None:
        return 0
    tellings = tell(_night(practice), Sent("x", [one], "h"))
    return sum(len(telling.told.visits) for telling in tellings)


def test_spoiled_files_are_rows_or_faults_and_nothing_else(tmp_path: Path) -> None:
    practice = MessagePractice(tmp_path)
    draw = random.Random(11)
    whole = [
        batch(adt(), dft(full=True, insurance=(in1(),)), dft("V2")),
        ndjson(patient(), coverage(), practitioner(), encounter(), claim()),
        bundle(patient(), coverage(), encounter(), claim()),
    ]
    for content in whole:
        assert _tell(practice, content) == 2
        for _ in range(25):
            spoiled = bytearray(content[: draw.randrange(4, len(content))] if draw.random() < 0.3 else content)
            for _ in range(draw.randrange(1, 5)):
                spoiled[draw.randrange(4, len(spoiled))] = draw.choice(b'\r\n|^~\\&{}[]",:\x00\xff0aZ')
            assert _tell(practice, bytes(spoiled)) < 8


def test_numbers_of_messages_that_trailers_tell() -> None:
    assert cut(batch(adt(), dft())).untied == []
    assert cut(batch(adt(), count=2)).untied == ["BTS-1 says 2 messages, the batch has 1"]
    assert cut(batch(adt()).replace(b"FTS|1", b"FTS|x")).untied == ["FTS-1 says (no number of) batches, the file has 1"]
    assert cut(batch(adt()).replace(b"BTS|1", b"BTS|")).untied == []


def test_a_clients_mapping_is_laid_over_the_packaged_one(tmp_path: Path) -> None:
    own = tmp_path / "hl7v2.yaml"
    own.write_text(
        "tables: {payers: {'123': BCBS1}, sex: {A: U}}\n"
        "datasets: {encounters: {PV1: {columns: {place_of_service: {value: '11'}}}}}\n"
    )
    packaged, laid = read_mapping("hl7v2", tmp_path / "none.yaml"), read_mapping("hl7v2", own)
    columns = laid.datasets["encounters"]["PV1"].columns
    assert columns["place_of_service"].value == "11"
    assert columns["place_of_service"].paths == ()
    assert columns["encounter_id"] == packaged.datasets["encounters"]["PV1"].columns["encounter_id"]
    assert laid.tables["sex"] == packaged.tables["sex"] | {"A": "U"}
    own.write_text("tables: {sex: [F]}\n")
    with pytest.raises(SettingsError, match=r"hl7v2\.yaml: tables\.sex"):
        read_mapping("hl7v2", own)
    own.write_text("datasets: {patients: {PID: {columns: {sex: {paths: [PID-8], table: none}}}}}\n")
    with pytest.raises(SettingsError, match="none is named and not there"):
        read_mapping("hl7v2", own)


def _expressions(mapping: Mapping) -> set[str]:
    rows = [rows for kinds in mapping.datasets.values() for rows in kinds.values()]
    found = {path for r in rows for value in r.columns.values() for path in (*value.paths, *value.only_paths)}
    found |= {path for r in rows for path in (r.each or "", *r.modifiers, *(take.path for take in r.take))}
    found |= {path for r in rows for part in (r.coded, r.points) if part for path in part.paths}
    return found - {""}


def test_paths_walked_here_give_what_the_library_gives() -> None:
    people = {"Patient/p1": patient(), "Practitioner/d1": practitioner(), "Coverage/c1": coverage()}

    def resolve(reference: object) -> object:
        return people.get(str(reference.get("reference"))) if isinstance(reference, dict) else None

    sent = ndjson(*people.values(), encounter(), claim(insurance=[{"coverage": {"display": "x"}}]))
    resources = [item.resource for item in items(sent, "f") or []]
    compared = 0
    for expression in sorted(_expressions(read_mapping(FORMATS[1], Path("none")))):
        assert steps_of(expression.removeprefix("%resource.")) is not None
        slow = ByLibrary(expression)
        for resource in resources:
            expected = slow(resource, resource, resolve)
            compared += bool(expected)
            assert ready(expression)(resource, resource, resolve) == expected, expression
    assert compared > 40


def test_any_fhirpath_may_stand_in_a_mapping() -> None:
    longest = ready("name.where(given.count() > 1).select(family + ', ' + given.first())")
    assert longest(patient(), patient(), lambda _: None) == ["SAMPLE, ANN"]
    with pytest.raises(SettingsError, match="cannot be evaluated as FHIRPath"):
        ready("))(")
    with pytest.raises(SettingsError, match="cannot be evaluated as FHIRPath"):
        ready("name.where(")(patient(), patient(), lambda _: None)
    with pytest.raises(SettingsError, match="is not an HL7 path"):
        parsed("PID.3.1")


def test_files_are_ordered_by_when_they_were_written() -> None:
    late, early = (opened(File(name, adt(written=moment).encode())) for name, moment in (("a", "2026"), ("b", "2025")))
    assert isinstance(late, Opened)
    assert isinstance(early, Opened)
    assert sorted([late, early], key=lambda one: one.moment) == [early, late]


def test_the_packaged_mappings_name_columns_of_the_datasets() -> None:
    from data_contracts.datasets import DATASETS

    columns = {dataset.name: set(dataset.column_names) for dataset in DATASETS}
    for name in FORMATS:
        mapping = read_mapping(name, Path("none"))
        assert set(mapping.datasets) == set(columns)
        for dataset, kinds in mapping.datasets.items():
            for rows in kinds.values():
                assert set(rows.columns) <= columns[dataset]


def test_a_replay_of_the_nights_gives_the_same(tmp_path: Path) -> None:
    from tasks.contracts import stage as contracts
    from tasks.intake import stage as intake
    from tasks.manifest import lay_out

    practices = [MessagePractice(tmp_path / "first"), MessagePractice(tmp_path / "second")]
    first, second = practices
    nights = [(dft("V2", "200"), ndjson(claim()), adt()), (dft(), ndjson(patient(), coverage()), adt("200"))]
    for contents in nights:
        for number, content in enumerate(contents):
            (first.inbox / f"{number}.in").write_bytes(content.encode() if isinstance(content, str) else content)
        night, _ = first.night(intake.run, contracts.run, clears=False)
        for entry in night.consumed:
            (first.folder.path / "inbox" / entry).rename(tmp_path / "gone")
        own = {f"client/mappings/{name}.yaml": night.vault.keep(text.encode()) for name, text in OFFICE.items()}
        lay_out(first.folder, second.folder, {"configuration": own, "code_sets": [], "inputs": night.inputs})
        again, _ = second.night(intake.run, contracts.run, clears=False)
        assert again.consumed == night.consumed
        for entry in again.consumed:
            (second.folder.path / "inbox" / entry).unlink()
    for table in ("core.encounter", "core.quarantine", "core.batch", "raw.known", "raw.element", "raw.services"):
        one, other = (practice.rows(f"SELECT * FROM {table} ORDER BY ALL") for practice in practices)
        assert one
        assert [row for row in one if row not in other] == [], table
        assert one == other
    assert first.standing() == {"V1": "ready", "V2": "ready", "q1": "ready"}
