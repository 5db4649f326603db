"""Codes, fees and charges by the day of service; what cannot be decided waits, and goes on once it can."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tasks.warehouse import Connection
from tests.coding.desk import CROSSWALK, FEES, Desk, open_desk


def line(desk: Desk, received_id: str, number: int = 1) -> dict[str, Any]:
    query = f"SELECT * FROM core.coded_service WHERE received_id = '{received_id}' AND line_number = {number}"
    return desk.rows(query)[0]


def findings(desk: Desk, received_id: str) -> list[str]:
    query = (
        f"SELECT edit_id FROM core.edit_finding WHERE received_id = '{received_id}' AND severity = 'hold' ORDER BY 1"
    )
    return [row["edit_id"] for row in desk.rows(query)]


@pytest.fixture
def as_sent(tmp_path: Path, code_sets: Path, warehouse: Connection) -> Desk:
    return open_desk(tmp_path / "workspace", code_sets, warehouse, charges="as_sent")


def test_a_plain_visit_is_coded_and_ready(desk: Desk) -> None:
    visit = desk.encounter("e1", [{"code": "e11.9"}], [{"units": "2", "charge": "1.00"}])
    counts = desk.run()
    assert (counts["evaluated"], counts["ready"]) == (1, 1)
    assert desk.state(visit) == ("ready", None)
    assert desk.value("SELECT coded_code FROM core.diagnosis") == "E119"
    coded = line(desk, visit)
    assert (coded["code_system"], coded["code"], coded["unit_fee"]) == ("CPT", "99213", Decimal("120.00"))
    assert (coded["charge"], coded["charge_source"], coded["crosswalk"]) == (Decimal("240.00"), "fee_schedule", None)
    assert desk.value("SELECT count(*) FROM core.encounter_event") == 0


def test_fees_hold_by_the_day_of_service(desk: Desk) -> None:
    desk.fees = FEES + "99213,,100.00,2025-01-01,2025-12-31\n99213,,120.00,2026-01-02,\n"
    days = {"old": date(2025, 12, 31), "gap": date(2026, 1, 1), "new": date(2026, 1, 2)}
    visits = {name: desk.encounter(name, service_from=day, service_to=day) for name, day in days.items()}
    desk.run()
    assert line(desk, visits["old"])["charge"] == Decimal("100.00")
    assert line(desk, visits["new"])["charge"] == Decimal("120.00")
    assert desk.state(visits["gap"]) == ("held_coding", "no_fee")
    assert line(desk, visits["gap"])["charge"] is None


def test_a_fee_with_a_modifier_goes_before_the_fee_of_the_code(desk: Desk) -> None:
    desk.fees = FEES + "93000,,90.00,2025-01-01,\n93000,26,30.00,2025-01-01,\n93000,TC,60.00,2025-01-01,\n"
    services = [
        {"code": "93000"},
        {"code": "93000", "modifier1": "26"},
        {"code": "93000", "modifier1": "GA", "modifier2": "TC"},
    ]
    visit = desk.encounter("e1", services=services)
    desk.run()
    assert [line(desk, visit, n)["unit_fee"] for n in (1, 2, 3)] == [Decimal(90), Decimal(30), Decimal(60)]


def test_charges_as_sent_are_billed_as_sent(as_sent: Desk) -> None:
    visit = as_sent.encounter("e1", services=[{"charge": "99.99"}])
    as_sent.run()
    coded = line(as_sent, visit)
    assert (coded["charge"], coded["charge_source"], coded["unit_fee"]) == (Decimal("99.99"), "as_sent", Decimal(120))
    assert as_sent.state(visit) == ("ready", None)
    assert as_sent.value("SELECT edit_id FROM core.edit_finding") == "charge_differs_from_fee"


def test_charges_as_sent_need_a_charge(as_sent: Desk) -> None:
    visit = as_sent.encounter("e1", services=[{"charge": None}])
    as_sent.run()
    assert as_sent.state(visit) == ("held_coding", "no_charge")


def test_a_cpt_code_the_client_does_not_list_is_not_taken(as_sent: Desk) -> None:
    visit = as_sent.encounter("e1", services=[{"code": "99999"}])
    as_sent.run()
    assert as_sent.state(visit) == ("held_coding", "unmapped")
    assert line(as_sent, visit)["code"] is None


def test_a_system_is_never_guessed_from_the_shape_of_a_code(desk: Desk) -> None:
    visit = desk.encounter("e1", [{"code_system": "LOCAL", "code": "E11.9"}], [{"code_system": "LOCAL"}])
    desk.run()
    assert findings(desk, visit) == ["coding_unmapped_diagnosis", "coding_unmapped_service"]
    assert line(desk, visit)["code"] is None
    assert desk.value("SELECT coded_code FROM core.diagnosis") is None


def test_the_crosswalk_holds_by_the_day_of_service(desk: Desk) -> None:
    desk.fees = FEES + "90686,,30.00,2020-01-01,\n90656,,25.00,2020-01-01,\n"
    desk.crosswalk = (
        CROSSWALK
        + "CVX,150,CPT,90686,,,1,2025-07-01,2026-03-01\n"
        + "CVX,150,CPT,90656,,,1,2026-03-02,\n"
        + "SNOMED,44054006,ICD10CM,E11.9,,,1,2020-01-01,\n"
    )
    codes = {}
    for name, day in {"a": date(2026, 3, 1), "b": date(2026, 3, 2), "c": date(2025, 6, 30)}.items():
        codes[name] = desk.encounter(
            name,
            [{"code_system": "SNOMED", "code": "44054006"}],
            [{"code_system": "CVX", "code": "150"}],
            service_from=day,
            service_to=day,
        )
    desk.run()
    assert line(desk, codes["a"])["code"] == "90686"
    assert line(desk, codes["b"])["code"] == "90656"
    assert line(desk, codes["b"])["crosswalk"] == "CVX:150 from 2026-03-02"
    assert line(desk, codes["c"])["code"] is None
    assert desk.rows("SELECT DISTINCT coded_code FROM core.diagnosis") == [{"coded_code": "E119"}]


def test_modifiers_and_units_of_the_crosswalk_come_first_and_once(desk: Desk) -> None:
    desk.fees = FEES + "J1885,,2.50,2020-01-01,\n"
    desk.crosswalk = CROSSWALK + "LOCAL,KETO30,HCPCS,J1885,JZ,RT,2,2025-01-01,\n"
    service = {"code_system": "LOCAL", "code": "KETO30", "units": "1.5", "modifier1": "RT", "modifier2": "59"}
    visit = desk.encounter("e1", services=[service])
    desk.run()
    coded = line(desk, visit)
    assert [coded[f"modifier{n}"] for n in (1, 2, 3, 4)] == ["JZ", "RT", "59", None]
    assert (coded["units"], coded["charge"]) == (Decimal("3.000"), Decimal("7.50"))


def test_more_than_four_modifiers_wait_for_a_person(desk: Desk) -> None:
    desk.crosswalk = CROSSWALK + "LOCAL,X,CPT,99213,GA,GY,1,2025-01-01,\n"
    sent = {f"modifier{n}": value for n, value in enumerate(("LT", "KX", "XS"), 1)}
    visit = desk.encounter("e1", services=[{"code_system": "LOCAL", "code": "X", **sent}])
    desk.run()
    assert desk.state(visit) == ("held_coding", "too_many_modifiers")


def test_money_is_rounded_half_away_from_zero(desk: Desk) -> None:
    desk.fees = FEES + "99213,,0.03,2020-01-01,\n"
    visit = desk.encounter("e1", services=[{"units": "0.5", "charge": "0.02"}])
    desk.run()
    assert line(desk, visit)["charge"] == Decimal("0.02")


def test_held_for_a_coder_then_freed_by_a_row_of_the_crosswalk(desk: Desk) -> None:
    visit = desk.encounter("e1", services=[{"code_system": "LOCAL", "code": "OV-EST"}])
    desk.run()
    assert desk.state(visit) == ("held_coding", "unmapped")
    assert findings(desk, visit) == ["coding_unmapped_service"]
    desk.crosswalk = CROSSWALK + "LOCAL,OV-EST,CPT,99213,,,1,2026-01-01,\n"
    assert desk.run()["ready"] == 1
    assert desk.state(visit) == ("ready", None)
    assert findings(desk, visit) == []
    assert line(desk, visit)["code"] == "99213"
    assert [row["state"] for row in desk.rows("SELECT state FROM core.encounter_event")] == ["held_coding", "ready"]
