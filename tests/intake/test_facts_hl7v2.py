"""Documented facts in HL7 v2: minutes, times, drugs, authorizations; what a client maps itself; credits."""

from pathlib import Path
from typing import Any

import pytest

from data_contracts.mapping import read_mapping
from tasks.intake.hl7v2_file import cut
from tasks.intake.hl7v2_rows import Reader
from tasks.intake.known import Known
from tasks.intake.mapper import Mapper
from tasks.intake.row import Row, Visit
from tasks.night import Night
from tasks.vault import Vault
from tests.intake.drops import DAY, KEY, Practice
from tests.intake.messages import batch, ft1
from tests.intake.messages import dft as any_dft

MORNING = "20260227100500^20260227103000"
UA = "81002^UA^C4"


def dft(**told: Any) -> str:
    """Charges of a patient in hospital, who is told: nothing else is doubtful."""
    return any_dft(full=True, **told).replace("PV1|1|O", "PV1|1|I")


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    practice = Practice(tmp_path_factory.mktemp("facts"))
    return Night(practice.folder, DAY, 1, practice.con, Vault(practice.folder.vault), KEY, range(0))


def told(night: Night, *messages: str, own: Path = Path("none")) -> Visit:
    """The one visit that messages tell."""
    reader = Reader(Mapper(read_mapping("hl7v2", own)), Known(night, "hl7v2"))
    reader.read(cut(batch(*messages)).messages, "f" * 64)
    (visit,) = reader.form().visits
    return visit


def said(row: Row) -> list[tuple[str | None, str]]:
    return [(fault.column_name, fault.element) for fault in row.unplaced]


def cells(row: Row, *names: str) -> tuple[str | None, ...]:
    return tuple(row.cells.get(name) for name in names)


def pr1(code: str, minutes: str = "", *, kind: str = "", anesthesia: str = "") -> str:
    return f"PR1|1||{code}^X^C4||20260227|{kind}|{minutes}|||{anesthesia}"


MINUTES: dict[str, tuple[list[str], list[str | None]]] = {
    "of the charge before": ([ft1(1), pr1("99213", "30"), ft1(2, UA)], ["30", None]),
    "of anesthesia": ([ft1(1, "00790^X^C4"), pr1("00790", "30", kind="A", anesthesia="45")], ["45"]),
    "of a procedure with anesthesia": ([ft1(1), pr1("99213", "30", kind="P", anesthesia="45")], ["30"]),
    "of anesthesia alone": ([ft1(1), pr1("99213", anesthesia="45")], ["45"]),
    "of the code's own charge": ([ft1(1), ft1(2, UA), pr1("99213", "30"), pr1("81002", "5")], ["30", "5"]),
    "without a code": ([ft1(1), "PR1|1||||20260227||20"], ["20"]),
}


@pytest.mark.parametrize("case", MINUTES)
def test_minutes_are_those_of_the_procedure_of_the_charge(night: Night, case: str) -> None:
    lines, expected = MINUTES[case]
    visit = told(night, dft(lines=lines))
    assert [row.cells["minutes"] for row in visit.services] == expected
    assert [row.unplaced for row in visit.services] == [[] for _ in expected]


@pytest.mark.parametrize(
    ("lines", "column", "path"),
    [
        ([ft1(1), pr1("99213", "x")], "minutes", "PR1[1]-7"),
        ([ft1(1), pr1("99213", "0.5")], "minutes", "PR1[1]-7"),
        ([ft1(1), pr1("99213", "30"), pr1("99213", "40")], "minutes", "PR1[1]-7"),
        ([ft1(1), pr1("10060", "30")], None, "PR1[1]-3.1"),
        ([ft1(1), ft1(2), ft1(3, UA), pr1("99213", "30")], None, "PR1[1]-3.1"),
    ],
    ids=["no number", "half a minute", "two that differ", "of no charge", "of which charge"],
)
def test_minutes_that_cannot_be_placed_are_named(night: Night, lines: list[str], column: str | None, path: str) -> None:
    visit = told(night, dft(lines=lines))
    assert said(visit.services[-1]) == [(column, f"message 1 {path}")]


def test_a_procedure_of_no_charge_that_tells_nothing_is_left(night: Night) -> None:
    assert told(night, dft(lines=[ft1(1), pr1("10060")])).services[0].unplaced == []


@pytest.mark.parametrize(
    ("range_", "expected"),
    [
        (MORNING, ("10:05", "10:30")),
        ("202602272330^202602280015", ("23:30", "00:15")),
        ("202602271000-0500^202602271530+0000", ("10:00", "10:30")),
        ("20260227^20260227", (None, None)),
        ("20260227100500", (None, None)),
        ("20260227100500^20260228100500", (None, None)),
        ("202602270000^202602272359", (None, None)),
    ],
)
def test_times_are_told_together_and_of_less_than_a_day(
    night: Night, range_: str, expected: tuple[str | None, str | None]
) -> None:
    (row,) = told(night, dft(lines=[ft1(F4=range_)])).services
    assert (cells(row, "start_time", "stop_time"), row.unplaced) == (expected, [])


def test_an_end_before_the_beginning_is_named(night: Night) -> None:
    (row,) = told(night, dft(lines=[ft1(F4="202602271030^202602271005")])).services
    assert said(row) == [("stop_time", "message 1 FT1[1]-4.2")]
    (row,) = told(night, dft(lines=[ft1(F4="202602272561")])).services
    assert ("start_time", "message 1 FT1[1]-4.1") in said(row)


def test_a_drug_has_its_quantity_and_unit(night: Night) -> None:
    drug = {"F29": "0182-1061-05^ASPIRIN^NDC", "F43": "5^mL&X&UCUM"}
    (row,) = told(night, dft(lines=[ft1(**drug)])).services
    assert cells(row, "ndc", "ndc_units", "ndc_unit_basis", "units") == ("00182106105", "5", "ML", "1")
    (row,) = told(night, dft(lines=[ft1(**drug | {"F43": "5^barrel"})])).services
    assert said(row) == [("ndc_unit_basis", "message 1 FT1[1]-43.2.1")]


def test_authorization_referral_taxonomy_and_accident(night: Night) -> None:
    names = ("authorization_number", "referral_number", "rendering_taxonomy")
    numbers = {"F38": "R1^^^PAYER", "F39": "A1^^^PAYER", "F40": "207Q00000X"}
    message = dft(lines=[ft1(1, **numbers), ft1(2, UA, **numbers)])
    row = told(night, f"{message}\rACC|202602011000|AA|CAR|MA|N").encounter
    assert cells(row, *names) == ("A1", "R1", "207Q00000X")
    assert cells(row, "accident_date", "accident_cause", "accident_state") == ("2026-02-01", "AA", "MA")
    assert told(night, f"{message}\rACC|20260201||||Y").encounter.cells["accident_cause"] == "EM"
    visit = told(night, dft(lines=[ft1(1, **numbers), ft1(2, UA, F39="A2")]) + "\rACC|20260201|99")
    assert said(visit.encounter) == [
        ("authorization_number", "message 1 FT1[1]-39.1"),
        ("accident_cause", "message 1 ACC[1]-2.1"),
    ]


@pytest.mark.parametrize(
    ("ranks", "order"),
    [
        (("", "", ""), "ABC"),
        (("2", "1", "3"), "BAC"),
        (("", "1", ""), "BAC"),
        (("0", "2", "1"), "CBA"),
        (("1", "1", "1"), "ABC"),
    ],
)
def test_diagnoses_come_in_the_order_of_their_priority(night: Night, ranks: tuple[str, ...], order: str) -> None:
    codes = {"A": "J06.9", "B": "R05.1", "C": "R50.9"}
    message = dft(lines=[ft1(F19="R05.1^^I10C")], diagnoses=())
    dg1 = [f"DG1|1||{code}^X^I10C|||F|||||||||{rank}" for code, rank in zip(codes.values(), ranks, strict=True)]
    visit = told(night, "\r".join([message, *dg1]))
    assert [row.cells["code"] for row in visit.diagnoses] == [codes[letter] for letter in order]
    assert visit.services[0].cells["diagnosis_pointers"] == str(order.index("B") + 1)


def test_a_diagnosis_deleted_or_ranked_later_is_so(night: Night) -> None:
    later = dft(written="20260301110000", lines=[ft1(1)], diagnoses=())
    deleted = later + "\rDG1|1||R50.9^X^I10C|||F|||||||||||||||D\rDG1|2||R05.1^X^I10C|||F|||||||||1"
    visit = told(night, dft(diagnoses=("J06.9^X^I10C", "R05.1^X^I10C", "R50.9^X^I10C")), deleted)
    assert [row.cells["code"] for row in visit.diagnoses] == ["R05.1", "J06.9"]
    payment = ft1(2, UA, F6="PY", F19="Z99.89^^I10C")
    assert [row.cells["code"] for row in told(night, dft(lines=[ft1(1), payment])).diagnoses] == ["J06.9"]


def test_what_the_standard_has_no_field_for_is_the_clients_to_map(night: Night, tmp_path: Path) -> None:
    """As the head of the packaged mapping shows it: observations, segments of its own, and drugs given."""
    own = tmp_path / "hl7v2.yaml"
    own.write_text(
        "groups: {RXA: {of: FT1, same: RXA-5.1, as_at: [FT1-25.1]}}\n"
        "tables: {modality: {V: video, A: audio}, patient_status: {N: new, E: established}}\n"
        "datasets:\n"
        "  encounters: {PV1: {columns: {\n"
        "    total_minutes: {paths: ['OBX[3.1=VISIT-MIN]-5'], form: minutes, pick: one},\n"
        "    mdm_risk: {paths: [ZVS-4]}, patient_status: {paths: [ZVS-2], table: patient_status},\n"
        "    modality: {paths: [PV1-10.1], table: modality, pick: known}}}}\n"
        "  services: {FT1: {columns: {\n"
        "    dose_quantity: {paths: [RXA-6], form: amount}, dose_unit: {paths: [RXA-7.1], table: dose_units}}}}\n"
    )
    lines = [ft1(1), ft1(2, "J1885^X^HCPCS"), "RXA|0|1|20260227|20260227|J1885|30|mg"]
    message = dft(lines=lines).replace("PV1|1|I||||||||", "PV1|1|I||||||||V")
    observed = "OBX|1|NM|BP^X^L||120\rOBX|2|NM|VISIT-MIN^X^L||34"
    visit = told(night, f"{message}\r{observed}\rZVS|1|N||3", own=own)
    facts = cells(visit.encounter, "total_minutes", "mdm_risk", "patient_status", "modality")
    assert facts == ("34", "3", "new", "video")
    assert [cells(row, "dose_quantity", "dose_unit") for row in visit.services] == [(None, None), ("30", "MG")]
    visit = told(night, f"{message}\r{observed}\rOBX|3|NM|VISIT-MIN^X^L||60\rZVS|1|W", own=own)
    assert said(visit.encounter) == [
        ("total_minutes", "message 1 OBX[2]-5"),
        ("patient_status", "message 1 ZVS[1]-2"),
    ]


CREDITS: dict[str, tuple[dict[str, str], bool]] = {
    "of the same number": ({"F2": "T2"}, True),
    "of a number of its own": ({"F2": "T9"}, True),
    "with negative amounts": ({"F2": "T9", "F10": "-1", "F11": "-9.50"}, True),
    "without amounts": ({"F2": "T2", "F10": "", "F11": ""}, True),
    "for a part": ({"F2": "T2", "F11": "4.00"}, False),
    "of another day": ({"F2": "T2", "F4": "20260226"}, False),
    "with a modifier": ({"F2": "T2", "F26": "59"}, False),
}


@pytest.mark.parametrize("case", CREDITS)
def test_a_credit_ends_the_whole_charge_that_it_is_for(night: Night, case: str) -> None:
    fields, ends = CREDITS[case]
    first = dft(lines=[ft1(1), ft1(2, UA, "9.5")])
    visit = told(night, first, dft(written="20260301110000", lines=[ft1(1, UA, "9.50", F6="CD", **fields)]))
    assert len(visit.services) == (1 if ends else 3)
    assert [fault for row in visit.services for fault in said(row)] == ([] if ends else [(None, "message 2 FT1[1]-6")])


def test_two_credits_for_one_charge_are_for_a_person(night: Night) -> None:
    credits = [ft1(n, UA, "9.50", F6="CD", F2=f"C{n}") for n in (1, 2)]
    visit = told(night, dft(lines=[ft1(1), ft1(2, UA, "9.5"), *credits]))
    assert [said(row) for row in visit.services] == [[], [(None, "message 1 FT1[4]-6")]]


def test_a_visit_whose_charges_are_all_taken_back_is_not_billed(night: Night) -> None:
    visit = told(night, dft(lines=[ft1(1), ft1(1, F6="CD")]))
    assert (visit.services, said(visit.encounter)) == ([], [(None, "message 1 FT1-6")])


def test_days_and_doctors_are_those_of_the_charges_that_stand(night: Night) -> None:
    """A payment of another day, a charge taken back, and one replaced since are no days of the visit."""
    other: dict[str, Any] = {"F4": "20260301", "F20": "1999999992^ELSE^A^^^^^^NPI^^^^NPI"}
    lines = [ft1(1), ft1(2, F6="PY", **other), ft1(3, UA, **other), ft1(3, UA, F6="CD", **other), ft1(4, UA, **other)]
    visit = told(night, dft(lines=lines), dft(written="20260301110000", lines=[ft1(4, UA)]))
    expected = ("2026-02-27", "2026-02-27", "1234567893")
    assert cells(visit.encounter, "service_from", "service_to", "rendering_npi") == expected
    assert visit.encounter.unplaced == []


ESCAPES = {
    r"A\T\B": "A&B",
    r"C\O SMITH": r"C\O SMITH",
    r"\H\BOLD\N\ \.br\LINE\.sp2\END": "BOLD  LINE  END",
    r"\X41\ \Zloc\ \Xzz\ \.brx\ \\ END": r"A \Zloc\ \Xzz\ \.brx\ \\ END",
}


@pytest.mark.parametrize("written", ESCAPES)
def test_escapes_that_are_none_stay_and_are_not_logged(
    night: Night, written: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The library would drop them, log the value, or raise."""
    (row,) = told(night, dft(lines=[ft1(code=f"99213^{written}^C4")])).services
    assert (row.cells["description"], caplog.records) == (ESCAPES[written], [])


def test_a_message_that_lost_its_head_is_not_taken_for_the_one_before_it(night: Night) -> None:
    """Else the charges of the second patient would be billed to the first."""
    headless = dft(visit="V2", patient="200").split("\r")[1:]
    visit = told(night, "\r".join([dft(), *headless]))
    assert visit.services == []
    assert [fault.reason for fault in visit.encounter.unplaced] == [
        "the message has two segments PID or PV1: an MSH between them may be lost"
    ]


def test_a_file_cut_off_before_its_trailer_does_not_tie() -> None:
    whole = batch(dft())
    assert cut(whole + whole).untied == []
    missing = ["a trailer (BTS, FTS) is missing: the file may have been cut off"]
    assert cut(whole[: whole.index(b"BTS")]).untied == missing
    assert cut(whole[: whole.index(b"FTS")]).untied == missing
