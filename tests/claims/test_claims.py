"""Claims: what goes out is valid, complete, unique, and the same again; what cannot go out is held with its reason."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_contracts.x12.x837p import GUIDE
from tasks.claims.files import ControlNumbersUsedUp
from tasks.claims.release import release
from tasks.claims.stage import run
from tasks.night import Night, hmac_hex
from tasks.warehouse import fetch_dicts, scalar
from tasks.x12.file import open_file, read_loops
from tasks.x12.tables import read_tables
from tests.claims.world import NPI, TAX_ID, Rows, make_night, make_workspace
from tests.x12.pyx12_check import errors

SON = {"last_name": "Müller-O’Brien", "first_name": "Zoë", "birth_date": date(2015, 6, 1), "sex": "M"}
HOSPITAL = {
    "place_of_service": "22", "facility_npi": "1598765439", "facility_name": "Springfield * Hospital",
    "facility_address_line1": "1 Hospital Road", "facility_city": "Springfield", "facility_state": "IL",
    "facility_postal_code": "62702-0002",
}  # fmt: skip
HOME = {
    "subscriber_address_line1": "1 Side Street", "subscriber_city": "Springfield", "subscriber_state": "IL",
    "subscriber_postal_code": "62704-0001",
}  # fmt: skip
ACCIDENT = {"accident_cause": "AA", "accident_state": "IL", "accident_date": date(2026, 9, 30)}


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return make_night(make_workspace(tmp_path / "w"))


def files(night: Night) -> list[bytes]:
    rows = night.con.execute("SELECT content_sha256 FROM core.claim_file ORDER BY claim_file").fetchall()
    return [night.vault.read(digest) for (digest,) in rows]


def segments(content: bytes) -> list[list[str]]:
    return [s.split("*") for s in content.decode("ascii").replace("\n", "").split("~") if s]


def holds(night: Night) -> dict[str, str]:
    rows = night.con.execute("SELECT received_id, reason_code FROM core.encounter WHERE state = 'held'").fetchall()
    return dict(rows)


def all_sorts(rows: Rows) -> None:
    """Claims with every part that the guide knows."""
    rows.add(1)
    rows.add(2, patient=SON, coverages=[{"relationship": "19"}, {"relationship": "G8"} | HOME, {}], **ACCIDENT)
    rows.add(3, lines=[{}] * 50, diagnoses=[f"E1{n}" for n in range(10, 22)])
    rows.add(4, referring_npi="1679576722", referring_last_name="Casey", supervising_npi="1992999791",
             supervising_last_name="Núñez", supervising_first_name="Ana", **HOSPITAL)  # fmt: skip
    rows.add(5, place_of_service="10", lines=[{"code": "G2012", "modifier1": "95", "modifier2": "25"}])
    drug = {"code": "J1100", "ndc": "00002143380", "ndc_units": "2.500", "ndc_unit_basis": "ML", "units": "4"}
    stay = {"service_from": date(2026, 10, 1), "service_to": date(2026, 10, 30), "charge": "79.04"}
    rows.add(6, lines=[drug, stay, {"unit_basis": "MJ", "units": "45"}])
    rows.add(7, authorization_number="A778899", referral_number="R445566", patient_paid="25.50",
             onset_date=date(2026, 10, 1), rendering_npi=NPI)  # fmt: skip
    rows.add(8, coverages=[{"payer_id": "COAST2", "group_number": None}])
    rows.add(9, service_from=date(2026, 11, 1), service_to=date(2026, 11, 1))


def test_every_sort_of_claim_is_valid_by_pyx12(night: Night) -> None:
    rows = Rows()
    all_sorts(rows)
    rows.load(night.con)

    assert run(night) == {"claims": 9, "self_pay": 0, "held": 0, "files": 2}
    assert [errors(content) for content in files(night)] == [[], []]


def test_pyx12_sees_a_planted_fault(night: Night) -> None:
    rows = Rows()
    rows.add(1)
    rows.load(night.con)
    run(night)
    [content] = files(night)

    assert errors(content.replace(b"DTP*472*D8*20261030~\n", b"").replace(b"SE*28", b"SE*27"))
    assert errors(content.replace(b"HL*2*1*22*0", b"HL*2*1*23*0"))


def test_names_are_written_in_the_basic_set_and_no_value_carries_a_delimiter(night: Night) -> None:
    rows = Rows()
    rows.add(1, patient=SON, coverages=[{"subscriber_first_name": "Ann~ST*837:X^", "subscriber_last_name": "Weiß"}])
    rows.add(2, **HOSPITAL)
    rows.load(night.con)
    run(night)
    found = segments(files(night)[0])

    assert ["NM1", "IL", "1", "WEISS", "ANN ST 837 X", "", "", "", "MI", "WP11"] in found
    assert ["NM1", "77", "2", "SPRINGFIELD HOSPITAL", "", "", "", "", "XX", "1598765439"] in found
    assert sum(s[0] == "ST" for s in found) == 1


def test_a_dependent_has_a_level_of_his_own_and_the_subscriber_no_address(night: Night) -> None:
    rows = Rows()
    rows.add(1, patient=SON, coverages=[{"relationship": "19", "subscriber_first_name": "Eva"}])
    rows.load(night.con)
    run(night)
    found = segments(files(night)[0])

    assert [s for s in found if s[0] == "HL"] == [
        ["HL", "1", "", "20", "1"],
        ["HL", "2", "1", "22", "1"],
        ["HL", "3", "2", "23", "0"],
    ]
    assert ["SBR", "P", "", "GRP01", "", "", "", "", "", "CI"] in found
    assert ["PAT", "19"] in found
    assert ["NM1", "QC", "1", "MULLER-O'BRIEN", "ZOE"] in found
    assert [s for s in found if s[0] == "DMG"] == [["DMG", "D8", "20150601", "M"]]


def test_the_other_subscriber_has_his_address_where_it_is_known(night: Night) -> None:
    rows = Rows()
    rows.add(1, coverages=[{}, HOME, {}])
    rows.load(night.con)
    run(night)
    found = segments(files(night)[0])

    others = found[next(place for place, one in enumerate(found) if one[0] == "OI") - 1 :]
    assert [one[0] for one in others if one[0] in ("SBR", "N3", "N4")] == ["SBR", "N3", "N4", "SBR"]
    assert ["N3", "1 SIDE STREET"] in others
    assert ["N4", "SPRINGFIELD", "IL", "627040001"] in others


def test_our_files_read_back_as_what_the_warehouse_says(night: Night) -> None:
    rows = Rows()
    all_sorts(rows)
    rows.load(night.con)
    run(night)
    read = [_read(content) for content in files(night)]

    assert all(tables["other_segments"].is_empty() and tables["other_elements"].is_empty() for tables in read)
    claims = pl.concat([tables["claim"] for tables in read]).select("claim_number", "charge_amount")
    sent = night.con.execute("SELECT claim_number, charge AS charge_amount FROM core.claim_submission").pl()
    assert claims.sort("claim_number").equals(sent.sort("claim_number"))
    lines = pl.concat([tables["line"] for tables in read])
    wanted = ("line_control", "code", "charge_amount", "service_from")
    kept = night.con.execute(
        "SELECT line_id AS line_control, code, charge AS charge_amount, service_from FROM core.claim_line"
    ).pl()
    assert lines.select(wanted).sort("line_control").equals(kept.sort("line_control"))
    codes = pl.concat([tables["health_code"] for tables in read])
    assert len(codes) == scalar(night.con, "SELECT count(*) FROM core.claim_diagnosis")
    assert codes.filter(qualifier="ABK")["position"].unique().to_list() == [1]


def _read(content: bytes) -> dict[str, pl.DataFrame]:
    """The tables of a file of ours, by the guide that it is written from."""
    file = open_file(content, "ours")
    return read_tables(file.segments, read_loops(file, GUIDE), file.findings)


def test_amounts_dates_and_codes_stand_where_the_guide_wants_them(night: Night) -> None:
    rows = Rows()
    all_sorts(rows)
    rows.load(night.con)
    run(night)
    found = [s for content in files(night) for s in segments(content)]

    assert [s for s in found if s[0] == "AMT"] == [["AMT", "F5", "25.5"]]
    assert ["DTP", "472", "RD8", "20261001-20261030"] in found
    assert ["SV1", "HC:G2012:95:25", "150", "UN", "1", "", "", "1:2"] in found
    assert ["SV1", "HC:G0439", "150", "MJ", "45", "", "", "1:2"] in found
    assert ["LIN", "", "N4", "00002143380"] in found
    assert ["CTP", "", "", "", "2.5", "ML"] in found
    assert [s[-1] for s in found if s[0] == "CLM" and s[5].startswith("11") and len(s) > 10] == ["AA:::IL"]
    assert [s[2] for s in found if s[0] == "SBR" and s[1] in "ST"] == ["G8", "18"]
    assert max(len(s) for s in found if s[0] == "HI") == 13
    assert sum(s[0] == "NM1" and s[1] == "82" for s in found) == 8, "the billing provider is not repeated as rendering"


def test_one_set_for_each_billing_identity_and_counts_that_tie(night: Night) -> None:
    rows = Rows()
    all_sorts(rows)
    rows.load(night.con)
    run(night)
    plains = segments(files(night)[1])

    assert [s[2] for s in plains if s[0] == "REF" and s[1] == "EI"] == [TAX_ID, "987654321"]
    starts = [i for i, s in enumerate(plains) if s[0] == "ST"]
    ends = [i for i, s in enumerate(plains) if s[0] == "SE"]
    assert [plains[i][1] for i in ends] == [str(e - s + 1) for s, e in zip(starts, ends, strict=True)]
    assert [plains[i][2] for i in starts] == [plains[i][2] for i in ends] == ["0001", "0002"]
    assert plains[-2][:2] == ["GE", "2"]
    assert plains[-1][:2] == ["IEA", "1"]


def test_numbers_are_unique_and_made_with_the_clients_key(night: Night) -> None:
    rows = Rows()
    all_sorts(rows)
    rows.load(night.con)
    run(night)
    found = [s for content in files(night) for s in segments(content)]
    lines = [s[2] for s in found if s[:2] == ["REF", "6R"]]
    claims = {s[1] for s in found if s[0] == "CLM"}

    assert len(lines) == len(set(lines)) == scalar(night.con, "SELECT count(*) FROM core.claim_line")
    expected = "RV" + hmac_hex(night.key, f"E1|PLAIN1|{NPI}|{TAX_ID}")[:14].upper() + "01"
    assert expected in claims
    assert all(len(number) <= 20 and number.isalnum() for number in claims)
    assert sorted({s[13] for s in found if s[0] == "ISA"}) == ["000000041", "000000042"]


def test_a_set_holds_at_most_5000_claims(night: Night) -> None:
    rows = Rows()
    for number in range(5_001):
        rows.add(number)
    rows.load(night.con)

    assert run(night)["claims"] == 5_001
    sets = night.con.execute(
        "SELECT st_control, count(*) FROM core.claim_submission GROUP BY st_control ORDER BY st_control"
    ).fetchall()
    assert sets == [("0001", 5_000), ("0002", 1)]
    found = segments(files(night)[0])
    assert sum(s[0] == "CLM" for s in found) == 5_001
    assert [s[1] for s in found if s[0] == "HL"][-2:] == ["1", "2"], "HL starts from 1 in each set"


def test_same_inputs_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name, reverse in (("a", False), ("b", True)):
        night = make_night(make_workspace(tmp_path / name))
        rows = Rows()
        all_sorts(rows)
        if reverse:
            for table in (rows.encounter, rows.patient, rows.coverage, rows.diagnosis, rows.service):
                table.reverse()
        rows.load(night.con)
        run(night)
        written.append(files(night))

    assert written[0] == written[1]


def test_a_second_run_sends_nothing_again(night: Night) -> None:
    rows = Rows()
    all_sorts(rows)
    rows.load(night.con)
    run(night)
    before = night.con.execute("SELECT * FROM core.encounter_event ORDER BY ALL").fetchall()

    assert run(night) == {"claims": 0, "self_pay": 0, "held": 0, "files": 0}
    assert night.con.execute("SELECT * FROM core.encounter_event ORDER BY ALL").fetchall() == before
    assert scalar(night.con, "SELECT count(*) FROM core.claim_file") == 2


def test_the_charge_of_claims_lines_and_files_ties(night: Night) -> None:
    rows = Rows()
    all_sorts(rows)
    rows.load(night.con)
    run(night)
    sums = [
        scalar(night.con, f"SELECT sum(charge) FROM core.{table}")
        for table in ("claim", "claim_line", "claim_submission", "claim_file", "coded_service")
    ]

    assert len(set(sums)) == 1
    total = sum(float(s[2]) for content in files(night) for s in segments(content) if s[0] == "CLM")
    assert total == float(sums[0])


HOLDS: list[tuple[str, dict[str, Any]]] = [
    ("no_coverage", {"coverages": []}),
    ("no_coverage", {"coverages": [{"effective_to": date(2026, 10, 29)}]}),
    ("no_coverage", {"coverages": [{"effective_from": date(2026, 10, 31)}]}),
    ("coverage_order", {"coverages": [{}, {"priority": 1}]}),
    ("unknown_payer", {"coverages": [{"payer_id": "NOBODY"}]}),
    ("no_billing_identity", {"service_from": date(2019, 12, 31)}),
    ("not_coded", {"lines": [{"charge": None}]}),
    ("not_coded", {"lines": [{}, {"coded": {"code": None}}]}),
    ("not_coded", {"lines": []}),
    ("no_diagnosis", {"diagnoses": []}),
    ("no_diagnosis_pointer", {"lines": [{"diagnosis_pointers": None}]}),
    ("diagnosis_limit", {"lines": [{"diagnosis_pointers": "13"}], "diagnoses": [f"E1{n}" for n in range(10, 23)]}),
    ("line_limit", {"lines": [{}] * 51}),
    ("incomplete_claim", {"patient": {"birth_date": None}}),
    ("incomplete_claim", {"patient": {"last_name": "Иванова"}}),
    ("incomplete_claim", {"coverages": [{"member_id": None}]}),
    ("incomplete_claim", {"facility_name": "Clinic"}),
]


def test_what_cannot_be_billed_is_held_with_its_reason_and_the_rest_goes(night: Night) -> None:
    rows = Rows()
    expected = {rows.add(number, **change): reason for number, (reason, change) in enumerate(HOLDS)}
    rows.add(len(HOLDS))
    rows.load(night.con)

    assert run(night) == {"claims": 1, "self_pay": 0, "held": len(HOLDS), "files": 1}
    assert holds(night) == expected
    assert scalar(night.con, "SELECT count(*) FROM core.encounter WHERE state = 'ready'") == 0
    assert scalar(night.con, "SELECT count(*) FROM core.encounter_event") == len(HOLDS) + 1
    assert errors(files(night)[0]) == []
    lacks = fetch_dicts(night.con, "SELECT DISTINCT reason FROM core.encounter WHERE reason LIKE 'The claim lacks%'")
    assert {row["reason"] for row in lacks} == {
        "The claim lacks: patient birth_date",
        "The claim lacks: patient last_name, subscriber_last_name",
        "The claim lacks: member_id",
        "The claim lacks: facility name and address",
    }


def test_an_end_of_coverage_moves_the_turn_to_the_next_payer(night: Night) -> None:
    rows = Rows()
    rows.add(1, coverages=[{"effective_to": date(2025, 12, 31)}, {}])
    rows.load(night.con)
    run(night)

    assert fetch_dicts(night.con, "SELECT payer_id, payer_priority FROM core.claim") == [
        {"payer_id": "COAST2", "payer_priority": 1}
    ]
    assert [s[1] for s in segments(files(night)[0]) if s[0] == "SBR"] == ["P"]


def test_self_pay_makes_a_claim_on_the_patient_and_no_file(night: Night) -> None:
    rows = Rows()
    rows.add(1, financial_class="self_pay", coverages=[])
    rows.load(night.con)

    assert run(night) == {"claims": 0, "self_pay": 1, "held": 0, "files": 0}
    assert fetch_dicts(night.con, "SELECT party, payer_id, payer_priority, charge FROM core.claim") == [
        {"party": "patient", "payer_id": None, "payer_priority": 0, "charge": Decimal("150.00")}
    ]
    assert files(night) == []


def test_pointers_follow_the_diagnoses_as_they_stand_on_the_claim(night: Night) -> None:
    rows = Rows()
    rows.add(1, diagnoses=["E119", "E119", "I10", "J45909"], lines=[{"diagnosis_pointers": "4:2:3"}])
    rows.load(night.con)
    run(night)

    found = segments(files(night)[0])
    assert ["HI", "ABK:E119", "ABF:I10", "ABF:J45909"] in found
    assert [s[7] for s in found if s[0] == "SV1"] == ["3:1:2"]


def test_a_hold_is_looked_at_again_and_freed_once_the_settings_are_right(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w")
    night = make_night(workspace)
    rows = Rows()
    rows.add(1, coverages=[{"payer_id": "NEWPAY"}])
    rows.load(night.con)
    run(night)
    run(night)
    assert holds(night) == {"b1/E1": "unknown_payer"}
    assert scalar(night.con, "SELECT count(*) FROM core.encounter_event") == 1
    [problem] = fetch_dicts(night.con, "SELECT * FROM core.problem")
    assert (problem["code"], problem["severity"], problem["position"]) == ("unknown_payer", "error", "batch b1")
    assert "NEWPAY" not in problem["message"] + problem["remedy"]

    payers = workspace.path / "payers.yaml"
    payers.write_text(payers.read_text() + "  - {payer_id: NEWPAY, name: New, payer_class: other, filing_indicator: CI,"
                      " route: plains}\n")  # fmt: skip
    later = make_night(make_again(workspace), day=date(2026, 11, 3), control_numbers=range(60, 61), con=night.con)
    assert run(later)["claims"] == 1
    assert holds(later) == {}


def test_an_unknown_second_payer_does_not_stop_the_claim_and_is_reported(night: Night) -> None:
    rows = Rows()
    rows.add(1, coverages=[{}, {"payer_id": "NEWPAY"}])
    rows.load(night.con)

    assert run(night)["claims"] == 1
    assert [s[1] for s in segments(files(night)[0]) if s[0] == "SBR"] == ["P"]
    assert scalar(night.con, "SELECT severity FROM core.problem WHERE code = 'unknown_payer'") == "warning"


def make_again(workspace):  # type: ignore[no-untyped-def]
    """The same workspace with its settings read anew."""
    return type(workspace)(workspace.path)


def test_the_same_encounter_twice_is_never_billed_twice(night: Night) -> None:
    rows = Rows()
    rows.add(1)
    rows.load(night.con)
    run(night)
    again = Rows()
    again.add(1, batch="b2")
    again.load(night.con)
    run(night)

    assert holds(night) == {"b2/E1": "claim_exists"}
    assert scalar(night.con, "SELECT count(*) FROM core.claim_submission") == 1


def test_too_few_control_numbers_is_our_bug_and_says_no_names(tmp_path: Path) -> None:
    night = make_night(make_workspace(tmp_path / "w"), control_numbers=range(41, 42))
    rows = Rows()
    all_sorts(rows)
    rows.load(night.con)

    with pytest.raises(ControlNumbersUsedUp, match=r"^2 payer routes, 1 control numbers$"):
        run(night)


def test_release_writes_each_file_once_also_after_a_crash(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Rows()
    all_sorts(rows)
    rows.load(night.con)
    run(night)
    night.con.begin()
    _crash_after(monkeypatch, 1)
    with pytest.raises(OSError, match="planted"):
        release(night)
    night.con.rollback()
    monkeypatch.undo()
    assert len(list(night.folder.claims_outbox.glob("*.837"))) == 1

    assert release(night) == 2
    assert release(night) == 0
    outbox = {p.name: p.read_bytes() for p in night.folder.claims_outbox.iterdir()}
    assert list(outbox.values()) == files(night)
    assert sorted(outbox) == ["riverside-2026-11-02-000000041.837", "riverside-2026-11-02-000000042.837"]


def _crash_after(monkeypatch: pytest.MonkeyPatch, files: int) -> None:
    """Let the outbox take so many files and fail at the next."""
    from tasks.claims import release as module

    write: Callable[[Path, bytes], None] = module.write_whole
    written: list[Path] = []

    def failing(path: Path, content: bytes) -> None:
        if len(written) == files:
            raise OSError("planted crash")
        written.append(path)
        write(path, content)

    monkeypatch.setattr(module, "write_whole", failing)
