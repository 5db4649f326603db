"""The tables of an 835: what is in which column, with any delimiters, and how transaction sets are told apart."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tasks.x12.read import read_835
from tests.x12.make_835 import Claim, Line, Remittance, remittance, write
from tests.x12.pyx12_check import errors

PLAIN = write([remittance(1, 4), remittance(2, 3, "T2")])


@pytest.mark.parametrize("seed", range(3))
def test_what_the_maker_writes_is_valid(seed):
    content = write([remittance(seed, 4), remittance(seed + 100, 2, "T2")])
    assert errors(content) == []
    assert read_835(content, "f")["finding"].is_empty()


def test_every_amount_is_read():
    made = [remittance(seed, 5, f"T{seed}") for seed in range(4)]
    tables = read_835(write(made), "f")
    claims = [claim for remit in made for claim in remit.claims]
    lines = [line for claim in claims for line in claim.lines]
    cents = {name: [int(v * 100) for v in frame[column]] for name, frame, column in (
        ("payment", tables["payment"], "amount"), ("claim", tables["claim"], "paid_amount"),
        ("charge", tables["claim"], "charge_amount"), ("line", tables["line"], "paid_amount"),
    )}  # fmt: skip
    assert cents["payment"] == [remit.paid for remit in made]
    assert cents["claim"] == [claim.paid for claim in claims]
    assert cents["charge"] == [claim.charge for claim in claims]
    assert cents["line"] == [line.paid for line in lines]
    every = sum(a for line in lines for *_, a in line.adjustments) + sum(a for c in claims for *_, a in c.adjustments)
    assert int(tables["adjustment"]["amount"].sum() * 100) == every
    assert tables["line"]["line_control"].to_list() == [line.control for line in lines]
    assert tables["payment"]["trace"].to_list() == ["T0", "T1", "T2", "T3"]


def test_columns_of_a_claim():
    line = Line("G0101", 10000, [("CO", "45", 1234), ("PR", "1", 1000), ("PR", "2", 55)], ("25", "59"), "2", "20260107",
                "A1L01", ("N130", "M15"), 8766)  # fmt: skip
    claim = Claim("A1", [line], [("OA", "23", 100)], remarks=("MA01", "MA18"))
    tables = read_835(write([Remittance([claim], [("WO", "REF9", 500), ("L6", "", -75)], "0099")]), "a.x12")
    assert tables["finding"].is_empty()
    payment, claim_row, line_row = (tables[name].row(0, named=True) for name in ("payment", "claim", "line"))
    assert payment | {
        "source_file": "a.x12", "st_index": 0, "segment": 3, "isa_control": "000000001", "gs_control": "1",
        "st_control": "0001", "amount": Decimal("71.86"), "credit_or_debit": "C", "method": "CHK",
        "payment_on": date(2026, 3, 2), "trace": "0099", "originator_id": "1935665544", "payer_name": "RUSHMORE LIFE",
        "payee_qualifier": "XX", "payee_npi": "1234567893", "payee_tax_id": "777667755",
        "production_on": date(2026, 3, 2), "complete": True,
    } == payment  # fmt: skip
    assert claim_row | {
        "claim_index": 0, "claim_number": "A1", "status_code": "1", "charge_amount": Decimal("100.00"),
        "paid_amount": Decimal("76.11"), "patient_responsibility": Decimal("10.55"), "filing_indicator": "12",
        "payer_claim_number": "940605554", "facility_code": "11", "frequency": "1", "patient_last_name": "BUDD",
        "patient_first_name": "WILLIAM", "member_id": "33344555510",
    } == claim_row  # fmt: skip
    assert line_row | {
        "claim_index": 0, "line_index": 0, "code_qualifier": "HC", "code": "G0101", "modifier1": "25",
        "modifier2": "59", "modifier3": None, "charge_amount": Decimal("100.00"), "paid_amount": Decimal("77.11"),
        "paid_units": Decimal("2"), "service_from": date(2026, 1, 7), "service_to": date(2026, 1, 7),
        "line_control": "A1L01", "allowed_amount": Decimal("87.66"),
    } == line_row  # fmt: skip
    columns = ("claim_index", "line_index", "triplet", "group_code", "reason_code", "amount")
    assert tables["adjustment"].select(columns).rows() == [
        (0, None, 1, "OA", "23", Decimal("1.00")),
        (0, 0, 1, "CO", "45", Decimal("12.34")),
        (0, 0, 1, "PR", "1", Decimal("10.00")),
        (0, 0, 2, "PR", "2", Decimal("0.55")),
    ]
    assert tables["provider_adjustment"].select("pair", "reason_code", "reference", "amount", "fiscal_on").rows() == [
        (1, "WO", "REF9", Decimal("5.00"), date(2026, 12, 31)),
        (2, "L6", None, Decimal("-0.75"), date(2026, 12, 31)),
    ]
    assert tables["remark"].select("line_index", "element", "code").rows() == [
        (None, 3, "MA01"), (None, 4, "MA18"), (0, 2, "N130"), (0, 2, "M15"),
    ]  # fmt: skip
    assert tables["reference"].select("claim_index", "line_index", "qualifier", "reference").rows() == [
        (None, None, "TJ", "777667755"), (0, 0, "6R", "A1L01"),
    ]  # fmt: skip
    assert tables["other_segments"].is_empty()


def _without_places(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    return {name: frame.drop("offset") for name, frame in tables.items()}


@pytest.mark.parametrize("delimiters", ["*:~^", "|>\n!", "*<\x1d^", "\x1c\x1f\x1d\x1e", "+:'^", "\t>\r^", "*:~U"])
@pytest.mark.parametrize("line_break", ["", "\n", "\r\n", "\n    ", " " * 40, "\n" * 20])
def test_any_delimiters_and_line_breaks_give_the_same_tables(delimiters, line_break):
    if delimiters[0] == "\t" and " " in line_break:
        pytest.skip("a tab that separates elements cannot be indentation as well")
    made = [remittance(1, 4), remittance(2, 3, "T2")]
    read = _without_places(read_835(write(made, delimiters, line_break), "f"))
    for name, frame in _without_places(read_835(PLAIN, "f")).items():
        assert_frame_equal(frame, read[name])


def test_the_offset_is_where_the_segment_begins():
    content = b"\xef\xbb\xbf\r\n" + write([remittance(1, 4), remittance(2, 3, "T2")], line_break="\r\n  ")
    tables = read_835(content, "f")
    assert tables["finding"].is_empty()
    for name, segment in (("payment", b"ST*"), ("claim", b"CLP*"), ("line", b"SVC*"), ("adjustment", b"CAS*")):
        assert all(content[at:].startswith(segment) for at in tables[name]["offset"])


def test_offsets_count_the_bytes_received_when_they_are_latin_1():
    made = remittance(1, 3)
    made.claims[0].last_name = "MUÑOZ"
    content = write([made]).decode().encode("latin-1")
    tables = read_835(content, "f")
    assert tables["claim"]["patient_last_name"][0] == "MUÑOZ"
    assert tables["finding"]["code"].to_list() == ["not_utf8"]
    assert all(content[at:].startswith(b"CLP*") for at in tables["claim"]["offset"])


def test_several_interchanges_groups_and_sets_in_one_file():
    one, other = write([remittance(1), remittance(2)], control=1), write([remittance(3)], "|>'!", "\n", control=2)
    payment = read_835(one + b"\n" + other + one, "f")["payment"]
    assert payment.select("st_index", "isa_control", "st_control").rows() == [
        (0, "000000001", "0001"), (1, "000000001", "0002"), (2, "000000002", "0001"),
        (3, "000000001", "0001"), (4, "000000001", "0002"),
    ]  # fmt: skip
    assert read_835(one + b"\n" + other, "f")["finding"].is_empty()


def test_two_groups_in_one_interchange():
    content = write([remittance(1)])
    start, end = content.index(b"GS*"), content.index(b"IEA*")
    two = content[:end] + content[start:end].replace(
        b"GS*HP*PAYER*BILLER*20260302*1705*1*", b"GS*HP*PAYER*BILLER*20260302*1705*2*"
    )
    two = two[: -len(b"GE*1*1~")] + b"GE*1*2~" + content[end:].replace(b"IEA*1*", b"IEA*2*")
    tables = read_835(two, "f")
    assert tables["finding"].is_empty()
    assert tables["payment"]["gs_control"].to_list() == ["1", "2"]


def test_the_hash_is_of_the_content_and_not_of_the_envelope():
    made = [remittance(1, 4), remittance(2, 3, "T2")]
    first = read_835(PLAIN, "f")["payment"]["content_hash"].to_list()
    other = write(made[1:] + made[:1], "|>'!", "\r\n", control=77)
    assert read_835(other, "g")["payment"]["content_hash"].to_list() == first[::-1]
    made[0].claims[0].lines[0].control = "ELSE"
    changed = read_835(write(made), "f")["payment"]["content_hash"].to_list()
    assert changed[0] != first[0]
    assert changed[1] == first[1]


def test_text_that_looks_like_a_delimiter_elsewhere_is_not_one_in_the_hash():
    made = [remittance(1)]
    made[0].claims[0].last_name = "A*B"
    star = read_835(write(made, "|>'!"), "f")["payment"]["content_hash"][0]
    made[0].claims[0].last_name, made[0].claims[0].first_name = "A", "B" + made[0].claims[0].first_name
    assert read_835(write(made, "|>'!"), "f")["payment"]["content_hash"][0] != star


def test_schema_is_the_same_with_and_without_rows():
    full, empty = read_835(PLAIN, "f"), read_835(b"", "f")
    assert {name: frame.schema for name, frame in full.items()} == {n: f.schema for n, f in empty.items()}
    assert all(frame.is_empty() for name, frame in empty.items() if name != "finding")


def test_a_reference_that_only_a_later_pair_has_is_read():
    made = [remittance(1)]
    made[0].provider_adjustments = [("WO", "", 500), ("CS", "REF2", -500)]
    assert read_835(write(made), "f")["provider_adjustment"]["reference"].to_list() == [None, "REF2"]


def test_blocks_do_not_show(monkeypatch):
    content = write([remittance(seed, 6) for seed in range(5)])
    whole = read_835(content, "f")
    monkeypatch.setattr("tasks.x12.tables.BLOCK", 37)
    for name, frame in read_835(content, "f").items():
        assert_frame_equal(frame, whole[name])


def test_what_no_column_can_hold_is_kept_with_its_place():
    line = Line("G0101", 10000, [("CO", "45", 1234), ("CO", "253", 100)])
    content = write([Remittance([Claim("A1", [line])], [], "0099")])
    broken = content.replace(b"*253*1~", b"*253*1,00~")
    kept = read_835(broken, "f")["other_elements"]
    assert kept.select("loop", "segment_id", "element", "component", "value").rows() == [("2110", "CAS", 6, 0, "1,00")]
    longer = content.replace(b"*253*1~", b"*253*1*****************X~")
    kept = read_835(longer, "f")
    assert kept["other_elements"].select("segment_id", "element", "value").rows() == [("CAS", 23, "X")]
    assert kept["finding"]["code"].to_list() == ["unexpected_element"]
