"""The engine of edits: heads are demanded, a client's own edits run, findings keep rule and code set versions."""

from pathlib import Path

import pytest

from data_contracts.settings import SettingsError
from tasks.coding.edits import read_edit, read_edits
from tasks.warehouse import sql_file
from tasks.workspace import SQL
from tests.coding.desk import DAY, Desk

HEAD = """-- id: no_office_visits
-- title: No office visits here
-- severity: hold
-- source: agreement of 2026-01-01
-- since: 2026-01-01
-- day: service
-- one row per line with an office visit

"""
BODY = (
    "SELECT received_id, line_number, concat('Line ', line_number) AS message FROM edit_service WHERE code = '99213'\n"
)


def own_edit(desk: Desk, text: str = HEAD + BODY, name: str = "no_office_visits") -> Path:
    path = desk.night.folder.path / "edits" / f"{name}.sql"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_every_edit_of_the_project_has_a_good_head() -> None:
    edits = read_edits([SQL / "edits"])
    assert len(edits) >= 8
    assert {edit.severity for edit in edits} == {"hold", "warn"}
    assert len({edit.edit_hash for edit in edits}) == len(edits)


@pytest.mark.parametrize("key", ["id", "title", "severity", "source", "since", "day"])
def test_an_edit_without_a_line_of_its_head_is_refused(tmp_path: Path, key: str) -> None:
    lines = (SQL / "edits" / "charge_zero.sql").read_text().splitlines(keepends=True)
    path = tmp_path / "charge_zero.sql"
    path.write_text("".join(text for text in lines if not text.startswith(f"-- {key}:")))
    with pytest.raises(SettingsError, match=rf"charge_zero\.sql: the head has no `-- {key}"):
        read_edit(path)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("-- severity: hold", "-- severity: fatal", "severity is hold"),
        ("-- since: 2012-01-01", "-- since: 2012", "since must be a day"),
        ("-- id: charge_zero", "-- id: charge_none", "id must be the file's name"),
        ("-- day: service", "-- day: receipt", "day must be service"),
        ("-- one row per", "-- a row for", "say below the head"),
    ],
)
def test_an_edit_with_a_wrong_head_is_refused(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = (SQL / "edits" / "charge_zero.sql").read_text()
    assert old in text
    path = tmp_path / "charge_zero.sql"
    path.write_text(text.replace(old, new))
    with pytest.raises(SettingsError, match=fault):
        read_edit(path)


def test_two_edits_of_one_id_are_refused(desk: Desk) -> None:
    path = own_edit(desk, (SQL / "edits" / "charge_zero.sql").read_text(), "charge_zero")
    with pytest.raises(SettingsError, match="has the same id"):
        read_edits([SQL / "edits", path.parent])


def test_a_client_has_edits_of_its_own(desk: Desk) -> None:
    own_edit(desk)
    visit = desk.encounter("e1")
    desk.run()
    assert desk.state(visit) == ("held_edit", "no_office_visits")
    finding = desk.rows("SELECT * FROM core.edit_finding")[0]
    assert (finding["line_number"], finding["message"], finding["found_on"]) == (1, "Line 1", DAY)
    assert finding["edit_hash"] == read_edit(desk.night.folder.path / "edits" / "no_office_visits.sql").edit_hash
    assert finding["code_sets"] == "hcpcs 2024-07, icd10cm 2026-04, icd10cm_notes 2026-04, pos 2024-08"


def test_an_edit_speaks_only_of_days_since_it_applies(desk: Desk) -> None:
    own_edit(desk, (HEAD + BODY).replace("-- since: 2026-01-01", "-- since: 2026-03-03"))
    visit = desk.encounter("e1")
    desk.run()
    assert desk.state(visit) == ("ready", None)


def test_a_warning_is_kept_and_holds_nothing(desk: Desk) -> None:
    own_edit(desk, (HEAD + BODY).replace("severity: hold", "severity: warn"))
    visit = desk.encounter("e1")
    counts = desk.run()
    assert (desk.state(visit), counts["warnings"], counts["findings"]) == (("ready", None), 1, 0)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("SELECT received_id, 1 AS line_number FROM edit_encounter\n", "BinderException"),
        ("SELECT * FROM no_such_table\n", "CatalogException"),
        ("DELETE FROM core.encounter\n", "ParserException"),
        ("SELECT received_id, 1 AS line_number, 'x' AS message FROM edit_encounter; DROP TABLE core.claim\n", "Parser"),
    ],
)
def test_an_edit_that_is_no_such_select_is_refused(desk: Desk, body: str, fault: str) -> None:
    own_edit(desk, HEAD + body)
    desk.encounter("e1")
    with pytest.raises(SettingsError, match=rf"no_office_visits\.sql: the edit cannot run \({fault}"):
        desk.run()
    assert desk.value("SELECT count(*) FROM core.encounter") == 1


def test_an_edit_that_stumbles_over_a_value_does_not_repeat_it(desk: Desk) -> None:
    own_edit(
        desk, HEAD + "SELECT received_id, patient_id::INTEGER AS line_number, 'x' AS message FROM edit_encounter\n"
    )
    desk.encounter("e1", patient_id="p1")
    with pytest.raises(SettingsError) as error:
        desk.run()
    assert "ConversionException" in str(error.value)
    assert "p1" not in str(error.value).replace(str(desk.night.folder.path), "")
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_the_first_hold_names_the_reason_and_coding_comes_before_edits(desk: Desk) -> None:
    services = [{"code_system": "LOCAL", "code": "X"}, {}, {}]
    both = desk.encounter("e1", [{"code": "E11"}], services)
    edits = desk.encounter("e2", [{"code": "E11"}], [{}, {}], service_from=DAY, service_to=DAY)
    desk.run()
    assert desk.state(both) == ("held_coding", "unmapped")
    assert desk.state(edits) == ("held_edit", "diagnosis_not_billable")
    reasons = {row["received_id"]: row["reason"] for row in desk.rows("SELECT received_id, reason FROM core.encounter")}
    assert reasons[both] == "A service has no billing code (and 2 more findings)"
    assert reasons[edits] == "ICD-10-CM header code: more characters are needed (and 1 more finding)"


def test_findings_of_what_is_claimed_stay_and_what_waits_is_judged_anew(desk: Desk) -> None:
    own_edit(desk, (HEAD + BODY).replace("severity: hold", "severity: warn"))
    claimed = desk.encounter("e1")
    waiting = desk.encounter("e2", [{"code": "E11"}], patient_id="other")
    desk.run()
    desk.night.con.execute("UPDATE core.encounter SET state = 'claimed' WHERE received_id = ?", [claimed])
    (desk.night.folder.path / "edits" / "no_office_visits.sql").unlink()
    desk.run()
    kept = desk.rows("SELECT received_id, edit_id FROM core.edit_finding ORDER BY ALL")
    assert [(row["received_id"], row["edit_id"]) for row in kept] == [
        (claimed, "no_office_visits"),
        (waiting, "diagnosis_not_billable"),
    ]


def test_other_states_are_not_touched(desk: Desk) -> None:
    for state in ("quarantined", "held", "not_billable", "claimed"):
        desk.encounter(state, [{"code": "E11"}], state=state, reason_code="x")
    assert desk.run() == {}
    assert desk.value("SELECT count(*) FROM core.edit_finding") == 0
    assert desk.value("SELECT count(*) FROM core.coded_service") == 0


def test_messages_speak_of_no_patient() -> None:
    """No edit shows a name, a birth date or an id of a patient or visit in its message."""
    for path in sorted((SQL / "edits").glob("*.sql")):
        for text in path.read_text().split("concat(")[1:]:
            message = text.split("AS message")[0]
            assert not {"birth_date", "patient_id", "encounter_id", "received_id", "name"} & set(
                message.replace(".", " ").split()
            )
    assert "patient_id" not in sql_file("coding", "findings")
