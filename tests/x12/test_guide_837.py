"""The guides of claims: they know every segment of real files, and put each fact where its name says."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from data_contracts.x12 import x837i, x837p
from data_contracts.x12.guide import Guide, Loop, Segment
from tasks.x12.file import open_file, read_loops
from tasks.x12.tables import read_tables

GUIDES = (x837p.GUIDE, x837i.GUIDE)
EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "x12"
FILES = sorted(path for guide in GUIDES for path in (EXAMPLES / guide.suffix).glob("*.x12"))
USES = [(guide, loop, use) for guide in GUIDES for loop, use in guide.uses()]


def read(path: Path) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The tables of one claim file, and what was found."""
    guide = next(guide for guide in GUIDES if guide.suffix == path.parent.name)
    file = open_file(path.read_bytes(), path.name)
    tables = read_tables(file.segments, read_loops(file, guide), file.findings)
    return tables, file.finding_table()


def example(shared: Path, name: str) -> dict[str, pl.DataFrame]:
    return read(shared / "x12" / name)[0]


def rows(frame: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return frame.select(columns).rows()


def test_there_are_examples(shared: Path) -> None:
    assert len(FILES) >= 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem[:50]}")
def test_nothing_in_a_real_file_is_unknown_to_the_guide(path: Path) -> None:
    tables, findings = read(path)
    assert tables["other_segments"].is_empty()
    assert tables["other_elements"].is_empty()
    assert findings.filter(severity="error").is_empty()
    assert set(findings["code"]) <= {"npi_check_digit"}
    text = path.read_text().upper()
    assert len(tables["claim"]) == text.count("CLM*")
    assert len(tables["line"]) == text.count("LX*")
    assert tables["line"]["charge_amount"].sum() == tables["claim"]["charge_amount"].sum()


def test_the_example_has_what_another_payer_decided(shared: Path) -> None:
    tables = example(shared, "837p/kputnam-COB-claim-from-payer-a-to-payer-b-in-payer-to-payer.x12")

    assert rows(tables["subscriber"], "payer_rank", "last_or_organization_name", "member_id", "payer_id") == [
        ("S", "SmITH", "22233444", "567890")
    ]
    [other] = tables["other_payer"].to_dicts()
    assert (other["payer_rank"], other["relationship"], other["payer_id"]) == ("P", "01", "999996666")
    assert (other["paid_amount"], other["patient_liability_amount"]) == (Decimal("39.15"), Decimal("36.89"))
    assert (other["first_name"], other["member_id"]) == ("JANE", "JS00111223333")
    assert (other["benefits_assigned"], other["patient_signature"], other["release"]) == ("Y", "P", "Y")
    assert rows(tables["other_payer_party"], "claim_index", "other_payer_index", "role") == [(0, 0, "82")]
    assert rows(
        tables["adjustment"], "loop", "other_payer_index", "line_index", "adjudication_index", "group_code",
        "reason_code", "amount", "triplet",
    ) == [
        ("2320", 0, None, None, "PR", "1", Decimal("21.89"), 1),
        ("2320", 0, None, None, "PR", "2", Decimal("15.00"), 2),
        ("2430", None, 0, 0, "CO", "42", Decimal("3.00"), 1),
    ]  # fmt: skip
    assert rows(tables["adjudication"], "line_index", "payer_id", "paid_amount", "code", "adjudicated_on") == [
        (0, "999996666", Decimal("40.00"), "99213", date(2005, 10, 15)),
        (1, "999996666", Decimal("15.00"), "90782", date(2005, 10, 15)),
        (2, "999996666", Decimal("21.04"), "J3301", date(2005, 10, 15)),
    ]
    assert rows(tables["reference"], "loop", "party_index", "other_payer_party_index", "reference") == [
        ("2010BB", None, None, "EJ6666"),
        ("2310", 0, None, "PBS3334"),
        ("2330C", None, 0, "PBS3334"),
    ]


def test_the_example_has_a_drug_with_its_code_and_the_tax_on_it(shared: Path) -> None:
    tables = example(shared, "837p/kputnam-drug-administered-in-the-physician-office.x12")

    columns = ("code", "charge_amount", "units", "ndc_qualifier", "ndc", "ndc_units", "ndc_unit_basis")
    assert rows(tables["line"], *columns) == [
        ("90782", Decimal("50.00"), Decimal(1), None, None, None, None),
        ("J1550", Decimal("53.37"), Decimal(1), "N4", "00026063512", Decimal(10), "ML"),
    ]
    assert rows(tables["amount"], "line_index", "qualifier", "amount") == [(1, "T", Decimal("3.37"))]


def test_the_example_has_a_ride_in_an_ambulance(shared: Path) -> None:
    tables = example(shared, "837p/kputnam-ambulance.x12")

    [claim] = tables["claim"].to_dicts()
    assert (claim["accident_cause"], claim["accident_date"]) == ("OA", date(2005, 2, 8))
    assert (claim["ambulance_weight"], claim["ambulance_reason"]) == (Decimal(275), "A")
    assert (claim["ambulance_distance"], claim["stretcher_purpose"]) == (Decimal(21), "PATIENT IMOBILIZED")
    assert rows(tables["condition"], "category", "applies", "code1", "code2", "code3", "code4") == [
        ("07", "Y", "04", "06", "09", None),
        ("07", "N", "05", "07", "08", None),
    ]
    assert rows(tables["party"], "role", "city", "state") == [("PW", "CARR", "CO"), ("45", "CHEYENNE", "WY")]
    assert rows(tables["quantity"], "line_index", "qualifier", "quantity") == [(0, "PT", 2), (1, "PT", 2)]
    assert rows(tables["note"], "loop", "line_index", "text") == [("2400", 0, "CARDIAC EMERGENCY")]
    assert tables["line"]["line_control"].to_list() == ["1001", "1002", "1003", "1004"]
    assert tables["health_code"]["qualifier"].to_list() == ["BK", "BF", "BF", "BF"]


def test_the_example_has_the_certificate_of_medical_necessity_for_oxygen(shared: Path) -> None:
    tables = example(shared, "837p/kputnam-oxygen.x12")

    assert rows(tables["form"], "line_index", "qualifier", "code") == [(0, "UT", "04.03"), (1, "UT", "04.03")]
    assert rows(tables["form_answer"], "line_index", "form_index", "question", "yes_or_no", "text")[:5] == [
        (0, 0, "1A", None, "056"), (0, 0, "1C", None, "20050228"), (0, 0, "2", None, "1"), (0, 0, "3", None, "1"),
        (0, 0, "4", "Y", None),
    ]  # fmt: skip
    assert (
        rows(tables["line"], "certification", "certification_months", "service_from", "service_to")
        == [("R", Decimal(99), date(2005, 3, 21), date(2005, 3, 21))] * 2
    )
    assert rows(tables["date"], "qualifier", "on", "until")[:2] == [
        ("607", date(2005, 3, 21), None),
        ("463", date(2004, 3, 21), None),
    ]


def test_the_example_of_a_hospital_has_its_stay_and_its_codes(shared: Path) -> None:
    tables = example(shared, "837i/kputnam-837-institutional-claim.x12")

    [claim] = tables["claim"].to_dicts()
    assert (claim["facility_code"], claim["frequency"], claim["admission_type"]) == ("14", "1", "3")
    assert (claim["statement_from"], claim["statement_to"]) == (date(1996, 9, 11), None)
    assert rows(tables["health_code"], "qualifier", "code", "date_value", "amount", "position") == [
        ("BK", "3669", None, None, 1),
        ("BF", "4019", None, None, 1),
        ("BF", "79431", None, None, 2),
        ("BH", "A1", "19261111", None, 1),
        ("BH", "A2", "19911101", None, 2),
        ("BH", "B1", "19261111", None, 3),
        ("BH", "B2", "19870101", None, 4),
        ("BE", "A2", None, Decimal("15.31"), 1),
        ("BG", "09", None, None, 1),
    ]
    assert rows(tables["line"], "revenue_code", "code", "units", "service_from") == [
        ("0305", "85025", Decimal(1), date(1996, 9, 11)),
        ("0730", "93005", Decimal(3), date(1996, 9, 11)),
    ]


def _elements(text: str) -> Iterator[tuple[int, int, str]]:
    """Element, component (0: not a composite) and value of what an example fills."""
    for element, value in enumerate(text.split("*")[1:], 1):
        parts = value.split(":")
        for component, part in enumerate(parts, 1):
            if part:
                yield element, component if len(parts) > 1 else 0, part


def _is_named(loop: Loop, use: Segment, element: int, component: int, value: str) -> bool:
    for at, fixed in use.fixed:
        if at == element:
            return value == fixed
    if use.where and use.where[0] == element:
        return value in use.where[1]
    if use.id == loop.opens and loop.where and loop.where[0] == element:
        return value in loop.where[1]
    if use.period == element:
        return value in ("D8", "RD8")
    columns = {(one.element + turn * use.every, one.component) for one in use.columns for turn in range(use.times)}
    columns |= {(one.element, one.component) for one in use.shared}
    return (element, component) in columns or (component == 0 and (element, 1) in columns)


@pytest.mark.parametrize(("guide", "loop", "use"), USES, ids=[f"{g.suffix}-{o.id}-{u.id}" for g, o, u in USES])
def test_each_use_says_its_meaning_and_gives_an_example_of_itself(guide: Guide, loop: Loop, use: Segment) -> None:
    meaning, text = use.doc.rsplit("; ", 1)
    assert meaning[0].isupper()
    assert text.split("*")[0] == use.id
    strange = [one for one in _elements(text) if not _is_named(loop, use, *one)]
    assert not strange, text
    if use.where:
        assert text.split("*")[use.where[0]] in use.where[1]
    if use.rest:
        folded = {value for other in loop.segments if other.id == use.id and other.where for value in other.where[1]}
        assert text.split("*")[1] not in folded, "the example has a column of its own"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_no_two_segments_fill_the_same_column_of_a_row(guide: Guide) -> None:
    tables = {loop.table for loop in guide.loops if loop.table}
    named = [(use.table, one.name) for _, use in guide.uses() if use.table in tables for one in use.columns]
    assert sorted(named) == sorted(set(named))
    assert {use.table for _, use in guide.uses()} == set(guide.tables)
