"""Units from doses and minutes: the eight-minute rule against a count on the fingers; what a night makes of them."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_contracts.datasets.documented import DOSE_UNITS
from tasks.coding import rules
from tasks.coding.code_sets import PACKAGED
from tasks.coding.dose_units import units_of
from tasks.warehouse import Connection, insert, lay, scratch, sql_file
from tests.coding.desk import CROSSWALK, FEES, Desk

TIMED = ("97110", "97112", "97116", "97140", "97530")
ITEMS = CROSSWALK + "".join(f"LOCAL,T{n},CPT,{code},,,1,2020-01-01,\n" for n, code in enumerate(TIMED))


@pytest.fixture
def night(desk: Desk) -> Desk:
    """A desk of therapy, injections and anesthesia."""
    codes = (*TIMED, "J1885", "J2788", "00400", "01996")
    desk.fees = FEES + "".join(f"{code},,10.00,2020-01-01,\n" for code in codes)
    desk.crosswalk = ITEMS + "LOCAL,KETO,HCPCS,J1885,,,7,2020-01-01,\nLOCAL,RHO,HCPCS,J2788,,,1,2020-01-01,\n"
    return desk


def units(desk: Desk, received_id: str) -> list[Any]:
    query = f"SELECT units FROM core.coded_service WHERE received_id = '{received_id}' ORDER BY line_number"
    return [int(row["units"]) for row in desk.rows(query)]


def timed_units(minutes: list[int], policy: str) -> list[int]:
    """Units of services of one encounter and day, by sql/coding/units.sql."""
    con = scratch()
    rules.load(con)
    lay_lines(con, minutes, policy)
    con.execute(sql_file("coding", "units"))
    return [int(row[0]) for row in con.execute("SELECT units FROM coding_timed ORDER BY line_number").fetchall()]


def lay_lines(con: Connection, minutes: list[int], policy: str) -> None:
    con.execute(
        """
        CREATE TEMP TABLE coding_mapped (received_id VARCHAR DEFAULT 'e', line_number INTEGER, minutes INTEGER,
            code VARCHAR DEFAULT '97110', code_system VARCHAR DEFAULT 'CPT', service_from DATE DEFAULT '2026-03-02',
            is_mapped BOOLEAN DEFAULT true, is_decided BOOLEAN DEFAULT false, units INTEGER DEFAULT 1,
            unit_basis VARCHAR DEFAULT 'UN', modifiers VARCHAR[], dose_quantity DECIMAL(12, 3), dose_unit VARCHAR);
        CREATE TEMP TABLE coding_assigned (received_id VARCHAR, line_number INTEGER, field VARCHAR, value VARCHAR,
            is_assigned BOOLEAN, fact VARCHAR, rule VARCHAR, source VARCHAR);
        CREATE TEMP TABLE coding_dose_unit (code VARCHAR, quantity DECIMAL(18, 6), unit VARCHAR, valid_from DATE,
            valid_to DATE);
        """
    )
    insert(con, "coding_mapped", pl.DataFrame({"line_number": range(1, len(minutes) + 1), "minutes": minutes}))
    lay(
        con,
        "coding_policy",
        pl.DataFrame([{"received_id": "e", "policy": "timed_units", "value": policy, "said_by": "x"}]),
    )


def on_the_fingers(minutes: list[int]) -> int:
    """Units of a day as the manual's table has them: 8 to 22 minutes one, 23 to 37 two, and so on."""
    total, counted, upper = sum(minutes), 0, 7
    while total > upper:
        counted, upper = counted + 1, upper + 15
    return counted


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 70), min_size=1, max_size=8))
def test_the_eight_minute_rule(minutes: list[int]) -> None:
    found = timed_units(minutes, "eight_minute")
    assert sum(found) == on_the_fingers(minutes)
    # whole quarters of an hour stay with their service, and what is left goes where most minutes are left over
    extra = [n - m // 15 for n, m in zip(found, minutes, strict=True)]
    assert set(extra) <= {0, 1}
    left = [m % 15 for m in minutes]
    served = [rest for rest, more in zip(left, extra, strict=True) if more]
    assert not served or min(served) >= max(
        [rest for rest, more in zip(left, extra, strict=True) if not more], default=0
    )


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        # CMS Pub 100-04 chapter 5 section 20.2.C, examples 1 to 5
        ([24, 23], [2, 1]),
        ([20, 20], [2, 1]),
        ([33, 7], [2, 1]),
        ([18, 13, 10, 8], [1, 1, 1, 0]),
        ([7, 7, 7], [1, 0, 0]),
    ],
)
def test_the_examples_of_the_manual(minutes: list[int], expected: list[int]) -> None:
    assert timed_units(minutes, "eight_minute") == expected


def test_by_the_midpoint_each_service_stands_alone() -> None:
    assert timed_units([7, 8, 22, 23, 7], "midpoint") == [0, 1, 1, 2, 0]


def test_a_payer_may_count_by_the_midpoint(night: Desk) -> None:
    path = night.night.workspace.path / "payers.yaml"
    path.write_text(
        path.read_text().replace(
            "payer_id: P1", "coding: [{timed_units: midpoint, valid_from: 2026-01-01}]\n  payer_id: P1"
        )
    )
    lines = [{"code_system": "LOCAL", "code": f"T{n}", "minutes": m} for n, m in enumerate((22, 22))]
    visit = night.encounter("e1", services=lines)
    night.run()
    assert units(night, visit) == [1, 1]
    row = night.rows("SELECT fact FROM core.coding_assignment ORDER BY line_number")[0]
    assert row["fact"] == "22 minutes, midpoint rule by payers.yaml, P1"


def test_items_get_units_and_billed_codes_keep_theirs(night: Desk) -> None:
    lines = [{"code_system": "LOCAL", "code": "T0", "minutes": 24}, {"code": "97140", "minutes": 23, "units": "5"}]
    visit = night.encounter("e1", services=lines)
    without = night.encounter("e2", services=[{"code_system": "LOCAL", "code": "T0", "units": "3"}])
    night.run()
    assert units(night, visit) == [2, 5]
    assert units(night, without) == [3]
    kept = night.rows("SELECT line_number, value, is_assigned FROM core.coding_assignment ORDER BY 1")
    assert [tuple(row.values()) for row in kept] == [(1, "2", True), (2, "1", False)]


def test_a_dose_becomes_units_of_the_code(night: Desk) -> None:
    doses = [("30", "MG"), ("31", "MG"), ("0.045", "G"), ("500", "MCG"), ("2", "ML")]
    lines = [{"code_system": "LOCAL", "code": "KETO", "dose_quantity": q, "dose_unit": u} for q, u in doses]
    # two amounts in the description: its units are a person's
    lines.append({"code_system": "LOCAL", "code": "RHO", "dose_quantity": "300", "dose_unit": "MCG"})
    visit = night.encounter("e1", services=lines)
    night.run()
    assert units(night, visit) == [2, 3, 3, 1, 7, 1]
    assert night.value("SELECT fact FROM core.coding_assignment WHERE line_number = 2") == (
        "dose 31 MG, unit of the code 15 MG"
    )
    assert night.value("SELECT charge FROM core.coded_service WHERE line_number = 2") == Decimal("30.00")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"code": "00400", "start_time": "22:50", "stop_time": "00:20"}, ("MJ", 90)),
        ({"code": "00400", "minutes": 45}, ("MJ", 45)),
        ({"code": "00400", "minutes": 45, "units": "50", "unit_basis": "MJ"}, ("MJ", 50)),
        ({"code": "00400", "units": "3"}, ("UN", 3)),
        ({"code": "01996", "minutes": 45}, ("UN", 1)),
    ],
)
def test_anesthesia_is_counted_in_minutes(night: Desk, line: dict[str, Any], expected: tuple[str, int]) -> None:
    night.encounter("e1", services=[line])
    night.run()
    row = night.rows("SELECT unit_basis, units FROM core.coded_service")[0]
    assert (row["unit_basis"], int(row["units"])) == expected


def test_units_are_read_from_the_official_descriptions() -> None:
    codes = pl.read_parquet(PACKAGED / "hcpcs_level2.parquet", columns=["code", "description"])
    found = units_of(codes)
    # of the codes of drugs, most name one amount; their units are ours, and no amount is nothing
    drugs = codes.filter(pl.col("code").str.starts_with("J")).height
    assert found.filter(pl.col("code").str.starts_with("J")).height / drugs > 0.85
    assert set(found["unit"].unique()) <= set(DOSE_UNITS)
    assert found.filter(pl.col("quantity") <= 0).is_empty()
    known = {
        **{"J1885": ("15", "MG"), "J1815": ("5", "UNIT"), "J7050": ("250", "ML"), "J2510": ("600000", "UNIT")},
        **{"J3420": ("1000", "MCG"), "J7188": ("1", "UNIT"), "J7634": ("0.25", "MG"), "J9208": ("1", "G")},
        **{"J0696": ("250", "MG"), "J0881": ("1", "MCG"), "J9312": ("10", "MG"), "J0561": ("100000", "UNIT")},
    }
    rows = {code: (quantity, unit) for code, quantity, unit in found.select("code", "quantity", "unit").iter_rows()}
    assert {code: rows[code] for code in known} == {c: (Decimal(q), u) for c, (q, u) in known.items()}
    # two drugs, two amounts, a range, a strength, a dose that is no amount
    assert rows.keys().isdisjoint({"J7620", "J1080", "J0572", "J0714", "J3399", "J9325", "J2788", "J7340", "J0573"})
