"""What coders answer over whole nights: drops, corrections, claim files; and a replay of it all, byte for byte."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks.ledger.journal import concatenate
from tasks.manifest import lay_out, read_manifests
from tasks.warehouse import fetch_dicts, open_database
from tasks.workspace import ClientFolder, Workspace
from tests.intake.drops import Tables, files, joined, sample
from tests.ledger.books import CLIENT, COMPANY, PAYERS
from tests.plain_night import published, run_night

FIRST, SECOND, THIRD = date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)
# What a replay does after each commit (flows/replay.py).
REPLAYED = ("release", "journal")
FEES = "code,modifier,fee,valid_from,valid_to\n99213,,120.00,2010-01-01,\n"
NO_VISIT_AT_DOOR = """-- id: {id}
-- title: {title}
-- severity: hold
-- source: our own rule, 2026-01-01
-- since: 2026-01-01
-- day: service
-- one row per encounter that it holds

SELECT
    e.received_id,
    NULL AS line_number,
    'Ask the desk first' AS message
FROM edit_encounter AS e
WHERE e.encounter_id = '{encounter}'
"""


def visit(number: int, day: str, *diagnoses: dict[str, str | None], **encounter: str | None) -> Tables:
    """A plain visit of a patient of its own, with these diagnoses."""
    plain = {
        **{"service_from": day, "service_to": day, "place_of_service": "11", "accident_cause": None},
        **{"accident_date": None, "accident_state": None, "onset_date": None, "patient_paid": None},
        **dict.fromkeys(("total_minutes", "mdm_problems", "mdm_data", "mdm_risk", "patient_status")),
        **dict.fromkeys(("modality", "patient_location")),
    }
    made = sample(number, encounters={**plain, **encounter})
    made["coverages"][0] |= {"payer_id": "PLAIN1", "effective_from": "2010-01-01"}
    line: dict[str, Any] = dict.fromkeys(made["services"][0])
    facts = {"service_from": day, "service_to": day, "code_system": "CPT", "code": "99213", "units": "1"}
    made["services"] = [
        {**line, **facts, "encounter_id": f"E{number}", "line_number": "1", "unit_basis": "UN", "charge": "120.00",
         "diagnosis_pointers": "1"}
    ]  # fmt: skip
    made["diagnoses"] = [
        {"encounter_id": f"E{number}", "sequence": str(n), "code_system": "ICD10CM", "code": None, "description": None}
        | row
        for n, row in enumerate(diagnoses, 1)
    ]
    return made


def first_drop() -> Tables:
    """An ICD-9 claim of the run-out, a diagnosis in words, a visit without a place, two that own edits hold."""
    words: dict[str, str | None] = {"code_system": "TEXT", "description": "T2DM with neuropathy"}
    old: list[dict[str, str | None]] = [
        {"code_system": "ICD9CM", "code": code} for code in ("250.00", "401.9", "V58.69")
    ]
    return joined(
        visit(1, "2015-09-28", *old),
        visit(2, "2026-02-02", words),
        visit(3, "2026-02-02", {"code": "I10"}, place_of_service=None, modality="video"),
        visit(4, "2026-02-02", {"code": "I10"}),
        visit(5, "2026-02-02", {"code": "I10"}),
    )


def deliver(folder: ClientFolder, tables: Tables) -> None:
    place = folder.inbox("encounters") / "drop"
    place.mkdir(parents=True)
    for name, body in files(tables).items():
        (place / name).write_bytes(body)


def answer(folder: ClientFolder, answers: dict[str, dict[str, str]], day: date) -> None:
    """Fill in the published worklist: an answer by the reason's beginning; everything else stays as it is."""
    rows = published(folder, "SELECT * FROM marts.worklist ORDER BY item_id")
    columns = [*rows[0], "line_number", "code", "decided_by", "decided_on"]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        told = next((a for start, a in answers.items() if str(row["reason"]).startswith(start)), None)
        said = {} if told is None else {**told, "reason": "seen", "decided_by": "c. moss", "decided_on": str(day)}
        writer.writerow({**row, **said})
    inbox = folder.inbox("corrections")
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "answers.csv").write_text(out.getvalue())


def states(folder: ClientFolder) -> dict[str, tuple[str, str | None]]:
    rows = published(folder, "SELECT encounter_id, state, reason_code FROM core.encounter ORDER BY encounter_id")
    return {row["encounter_id"]: (row["state"], row["reason_code"]) for row in rows}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> ClientFolder:
    """Three nights: what was held, the answers, what the company and the client take back."""
    path = tmp_path_factory.mktemp("answers") / "company"
    client = path / "clients" / "riverside"
    (client / "edits").mkdir(parents=True)
    (path / "edits").mkdir()
    (path / "company.yaml").write_text(COMPANY)
    (path / "payers.yaml").write_text(PAYERS)
    (client / "client.yaml").write_text(CLIENT.replace("2020-01-01", "2010-01-01"))
    (client / "client.key").write_text("11" * 32)
    (client / "fees.csv").write_text(FEES)
    own = {"company_desk": (path, "E4"), "client_desk": (client, "E5")}
    for name, (where, encounter) in own.items():
        text = NO_VISIT_AT_DOOR.format(id=name, title="Ask the desk", encounter=encounter)
        (where / "edits" / f"{name}.sql").write_text(text)
    folder = Workspace(path).client("riverside")
    deliver(folder, first_drop())
    run_night(path, "riverside", FIRST)
    answer(
        folder,
        {
            "Diagnosis 1 is given in words": {"action": "accept_diagnosis_code", "line_number": "1"},
            "No place of service": {"action": "replace_place_of_service", "code": "02"},
            "Ask the desk first [client_desk]": {"action": "override_edit", "code": "client_desk"},
        },
        FIRST,
    )
    run_night(path, "riverside", SECOND)
    (path / "edits" / "company_desk.sql").unlink()
    run_night(path, "riverside", THIRD)
    return folder


def events(folder: ClientFolder, encounter: str) -> list[tuple[date, str, str | None]]:
    """What became of an encounter of the drop, day by day: states other than `received` and `ready`."""
    query = f"""
        SELECT v.on_day, v.state, v.reason_code FROM core.encounter_event AS v
        INNER JOIN core.encounter AS e USING (received_id)
        WHERE e.encounter_id = '{encounter}' AND v.state NOT IN ('received', 'ready') ORDER BY ALL
    """
    con = open_database(folder.warehouse, read_only=True)
    try:
        return [tuple(row.values()) for row in fetch_dicts(con, query)]
    finally:
        con.close()


def claims(folder: ClientFolder, night: date) -> dict[str, tuple[str, list[str]]]:
    """Claims written in a night, by the patient's name: CLM-05 and the elements of HI."""
    found: dict[str, tuple[str, list[str]]] = {}
    for path in folder.claims_outbox.glob(f"*{night}*"):
        patient = place = ""
        for segment in path.read_text().replace("\n", "").split("~"):
            name, *elements = segment.split("*")
            if name == "NM1" and elements[0] == "QC":
                patient = elements[2]
            elif name == "CLM":
                place = elements[4]
            elif name == "HI":
                found[patient] = (place, elements)
    return found


def test_an_icd9_claim_of_the_run_out_has_the_qualifiers_of_icd9(worked: ClientFolder) -> None:
    assert claims(worked, FIRST) == {"LAST1": ("11:B:1", ["BK:25000", "BF:4019", "BF:V5869"])}


def test_answers_are_billed_in_the_night_that_takes_them_in(worked: ClientFolder) -> None:
    assert claims(worked, SECOND) == {
        "LAST2": ("11:B:1", ["ABK:E1140"]),
        "LAST3": ("02:B:1", ["ABK:I10"]),
        "LAST5": ("11:B:1", ["ABK:I10"]),
    }
    assert events(worked, "E2") == [(FIRST, "held_coding", "diagnosis_text"), (SECOND, "claimed", None)]
    assert events(worked, "E3") == [(FIRST, "held_coding", "place_undecided"), (SECOND, "claimed", None)]
    who = "SELECT action, decided_by, status FROM core.correction ORDER BY action"
    assert [tuple(row.values()) for row in published(worked, who)] == [
        (action, "c. moss", "applied")
        for action in ("accept_diagnosis_code", "override_edit", "replace_place_of_service")
    ]


def test_an_edit_of_the_company_holds_until_it_is_taken_back(worked: ClientFolder) -> None:
    assert events(worked, "E4") == [(FIRST, "held_edit", "company_desk"), (THIRD, "claimed", None)]
    assert list(claims(worked, THIRD)) == ["LAST4"]


def test_a_replay_has_the_edits_and_answers_of_each_night(worked: ClientFolder, tmp_path: Path) -> None:
    """Edits of company and client lie there as they did then: the same states, journal and claim files."""
    copy = Workspace(tmp_path / "scratch").client("riverside")
    for manifest in read_manifests(worked):
        lay_out(worked, copy, manifest)
        first, size = manifest["control_numbers"]
        night = date.fromisoformat(manifest["night"])
        run_night(copy.workspace.path, "riverside", night, numbers=range(first, first + size), afterwards=REPLAYED)
    for encounter in ("E1", "E2", "E3", "E4", "E5"):
        assert events(copy, encounter) == events(worked, encounter)
    assert concatenate(copy) == concatenate(worked)
    written = [sorted(p.read_bytes() for p in folder.claims_outbox.iterdir()) for folder in (copy, worked)]
    assert written[0] == written[1]
    assert len(written[0]) == 3
