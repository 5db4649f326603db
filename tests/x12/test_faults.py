"""Faults planted in a balanced 835: each is found and named, none raises, none changes money unseen."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.x12.file import open_file
from tasks.x12.read import read_835, read_acknowledgements
from tests.x12.make_835 import Claim, Line, Remittance, write


def _remittance(number: str = "A1", trace: str = "0099") -> Remittance:
    line = Line("G0101", 10000, [("CO", "45", 1234), ("PR", "1", 1000)], control=f"{number}L01", remarks=("N130",))
    other = Line("J1100", 5025, [("CO", "45", 25)], control=f"{number}L02")
    claims = [Claim(number, [line, other], [("OA", "23", 100)]), Claim(number + "X", [Line("A4550", 700)])]
    return Remittance(claims, [("WO", "REF9", 500)], trace)


CONTENT = write([_remittance()])
TWO = write([_remittance(), _remittance("B1", "0100")])


def _found(content: bytes, severity: str = "error") -> list[str]:
    finding = read_835(content, "f")["finding"]
    return finding.filter(pl.col("severity") == severity)["code"].to_list()


def test_the_content_itself_has_no_fault():
    assert read_835(CONTENT, "f")["finding"].is_empty()
    assert read_835(TWO, "f")["finding"].is_empty()


def _swap(content: bytes, old: bytes, new: bytes) -> bytes:
    assert content.count(old) == 1, f"{old!r} must be there once"
    return content.replace(old, new)


ERRORS = {
    "line paid off by a cent": (b"SVC*HC:J1100*50.25*50*", b"SVC*HC:J1100*50.25*50.01*", ["line_out_of_balance"]),
    "line adjustment off by a cent": (
        b"CAS*CO*45*0.25", b"CAS*CO*45*0.26", ["claim_out_of_balance", "line_out_of_balance"]),
    "claim adjustment off by a cent": (b"CAS*OA*23*1~", b"CAS*OA*23*.99~", ["claim_out_of_balance"]),
    "claim paid off by a cent": (
        b"*150.25*126.66*", b"*150.25*126.67*", ["transaction_out_of_balance", "claim_out_of_balance"]),
    "payment off by a cent": (b"BPR*I*128.66*", b"BPR*I*128.65*", ["transaction_out_of_balance"]),
    "provider adjustment off by a cent": (b"WO:REF9*5~", b"WO:REF9*5.01~", ["transaction_out_of_balance"]),
    "claim charge off by a cent": (b"*150.25*126.66*", b"*150.24*126.66*", ["claim_out_of_balance"]),
    "payment below zero": (b"BPR*I*128.66*", b"BPR*I*-128.66*", ["transaction_out_of_balance", "negative_payment"]),
    "payment that is a debit": (b"BPR*I*128.66*C", b"BPR*I*128.66*D", ["negative_payment"]),
    "amount that is no amount": (
        b"SVC*HC:A4550*7*7", b"SVC*HC:A4550*7*7O", ["unreadable_amount", "line_out_of_balance"]),
    "amount with an exponent": (b"BPR*I*128.66*", b"BPR*I*1E2*", ["transaction_out_of_balance", "unreadable_amount"]),
    "amount with a tenth of a cent": (
        b"CAS*OA*23*1~", b"CAS*OA*23*1.001~", ["claim_out_of_balance", "unreadable_amount"]),
    "amount that is absent": (
        b"BPR*I*128.66*", b"BPR*I**", ["transaction_out_of_balance", "unreadable_amount"]),
    "SE counts wrong": (b"SE*30*", b"SE*31*", ["segment_count"]),
    "SE counts nothing": (b"SE*30*", b"SE**", ["segment_count"]),
    "SE has another control number": (b"SE*30*0001", b"SE*30*0002", ["control_number"]),
    "GE counts wrong": (b"GE*1*", b"GE*2*", ["transaction_set_count"]),
    "GE has another control number": (b"GE*1*1~", b"GE*1*2~", ["control_number"]),
    "IEA counts wrong": (b"IEA*1*", b"IEA*2*", ["group_count"]),
    "IEA has another control number": (b"IEA*1*000000001", b"IEA*1*000000002", ["control_number"]),
    "SE is missing": (b"SE*30*0001~", b"", ["missing_se", "envelope_order"]),
    "GE is missing": (b"GE*1*1~", b"", ["missing_ge", "envelope_order"]),
    "IEA is missing": (b"IEA*1*000000001~", b"", ["truncated"]),
    "GS is missing": (b"GS*HP*PAYER*BILLER*20260302*1705*1*X*005010X221A1~", b"", None),
    "ST is missing": (b"ST*835*0001~", b"", None),
    "BPR is missing": (
        b"BPR*I*128.66*C*CHK************20260302~", b"",
        ["transaction_out_of_balance", "unreadable_amount", "segment_count"]),
    "a segment twice": (b"LQ*HE*N130~", b"LQ*HE*N130~LQ*HE*N130~", ["segment_count"]),
    "a claim's segment gone": (b"SVC*HC:A4550*7*7**1~", b"", ["segment_count"]),
    "segments swapped": (
        b"CAS*CO*45*0.25~REF*6R*A1L02~", b"REF*6R*A1L02~CAS*CO*45*0.25~", []),
    "a claim becomes another segment": (b"CLP*A1X*", b"CLQ*A1X*", None),
    "an id that is none": (b"LQ*HE*N130", b"L?*HE*N130", ["unreadable_segment"]),
    "a set that is no 835": (b"ST*835*0001", b"ST*836*0001", ["unsupported_transaction_set"]),
    "an old version": (b"005010X221A1", b"004010X091A1", ["unsupported_transaction_set"]),
    "ISA of the wrong length": (b"*ZZ*PAYER          *", b"*ZZ*PAYER*", ["isa_length"]),
    "segments before the first ST": (b"ST*835*0001~", b"REF*ZZ*1~ST*835*0001~", ["segment_outside"]),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_found_and_named(name):
    old, new, codes = ERRORS[name]
    found = _found(_swap(CONTENT, old, new))
    if codes is None:
        assert found
    else:
        assert sorted(found) == sorted(codes)


WARNINGS = {
    "no trace": (b"TRN*1*0099*1935665544~", b"REF*EV*0099~", "missing_segment"),
    "unknown reason": (b"CAS*OA*23*1~", b"CAS*OA*9X*1~", "unknown_code"),
    "unknown group": (b"CAS*OA*23*1~", b"CAS*XX*23*1~", "unknown_code"),
    "NPI with a wrong check digit": (b"*XX*1234567893~", b"*XX*1234567894~", "npi_check_digit"),
    "a day that is none": (b"DTM*405*20260302", b"DTM*405*20260230", "unreadable_date"),
    "a reversal that gives": (b"CLP*A1X*1*", b"CLP*A1X*22*", "positive_reversal"),
    "a segment that the guide lacks": (b"LQ*HE*N130", b"SBR*HE*N130", "unexpected_segment"),
    "a second BPR-like line": (b"TRN*1*0099*1935665544~DTM*405*20260302~", b"TRN*1*0099*1935665544~TRN*1*1*1~",
                               "repeated_segment"),
    "no payee": (b"N1*PE*ACME", b"N1*PX*ACME", "missing_segment"),
    "line charges that do not add up": (
        b"SVC*HC:A4550*7*7**1~", b"SVC*HC:A4550*8*8**1~", "line_charges_differ"),
}  # fmt: skip


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_is_found_and_is_no_error(name):
    old, new, code = WARNINGS[name]
    content = _swap(CONTENT, old, new)
    assert code in _found(content, "warning")
    assert _found(content) == []


def test_a_duplicate_control_number_in_a_group():
    content = TWO.replace(b"ST*835*0002", b"ST*835*0001").replace(b"*0002~GE", b"*0001~GE")
    assert _found(content) == ["duplicate_control_number"]


def test_a_fault_is_placed():
    content = _swap(TWO, b"CLP*B1*1*150.25*126.66*", b"CLP*B1*1*150.25*126.65*")
    finding = read_835(content, "f")["finding"].filter(pl.col("code") == "claim_out_of_balance").row(0, named=True)
    place = ("severity", "isa_control", "gs_control", "st_control", "st_index", "claim_index", "loop", "segment_id")
    assert [finding[name] for name in place] == ["error", "000000001", "1", "0002", 1, 0, "2100", "CLP"]
    assert content[finding["offset"] :].startswith(b"CLP*B1*")
    assert "0.01" in finding["message"]
    assert finding["remedy"]


def test_one_bad_transaction_set_leaves_the_other_alone():
    tables = read_835(_swap(TWO, b"WO:REF9*5~SE*30*0001", b"WO:REF9*6~SE*30*0001"), "f")
    assert tables["finding"].select("code", "st_index").rows() == [("transaction_out_of_balance", 0)]
    whole = read_835(TWO, "f")
    assert tables["claim"].equals(whole["claim"])


# tests/trust/test_x12_fuzz.py cuts at every byte.
STEP = 5


def test_a_cut_is_reported_and_the_cut_set_is_not_complete():
    for length in range(0, len(CONTENT), STEP):
        file = open_file(CONTENT[:length], "f")
        assert "error" in file.finding_table()["severity"].to_list(), f"cut to {length} bytes"
        if length < CONTENT.index(b"GE*"):
            assert not file.envelope.complete.any(), f"cut to {length} bytes"


def test_whatever_a_cut_leaves_can_be_read():
    for length in range(0, len(CONTENT), 7 * STEP):
        tables = read_835(CONTENT[:length], "f")
        assert "error" in tables["finding"]["severity"].to_list(), f"cut to {length} bytes"
        assert tables["payment"]["complete"].to_list() in ([], [length >= CONTENT.index(b"GE*")])


def test_a_cut_in_the_second_set_leaves_the_first_complete():
    tables = read_835(TWO[: TWO.index(b"CLP*B1*") + 12], "f")
    assert tables["payment"]["complete"].to_list() == [True, False]
    assert "truncated" in tables["finding"]["code"].to_list()


def test_an_interchange_that_is_cut_does_not_hide_the_next():
    tables = read_835(CONTENT[:-150] + TWO, "f")
    assert tables["payment"]["complete"].to_list() == [False, True, True]
    codes = tables["finding"].filter(pl.col("severity") == "error")["st_index"].to_list()
    assert set(codes) <= {0, None}


NO_X12 = [
    b"", b" \r\n", b"hello", b"ISA", b"ISA*", b"ISA*00*", b"\0" * 300, bytes(range(256)), b"PK\x03\x04" + bytes(200),
    b"ISA" + b"A" * 200, b"\xff\xfeI\0S\0A\0",
]  # fmt: skip


@pytest.mark.parametrize("content", NO_X12)
def test_what_is_no_x12_is_one_clear_error(content):
    for read in (read_835, read_acknowledgements):
        finding = read(content, "f")["finding"].filter(pl.col("severity") == "error")
        assert finding["code"].to_list() in (["not_x12"], ["isa_unreadable"])


def test_no_value_of_a_patient_is_in_a_message():
    content = CONTENT.replace(b"*MI*33344555510", b"*XX*33344555510").replace(b"BUDD", b"SECRETNAME")
    content = content.replace(b"CLP*A1*", b"CLP*A1*9SECRET").replace(b"DTM*472*20260105", b"DTM*472*2026SECRET")
    finding = read_835(content, "f")["finding"]
    assert len(finding) > 2
    assert not any("SECRET" in text for text in [*finding["message"], *finding["remedy"]])


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_damage_is_read_without_an_exception(data):
    content = bytearray(TWO)
    for _ in range(data.draw(st.integers(1, 6))):
        low = data.draw(st.integers(0, len(content)))
        high = data.draw(st.integers(low, min(len(content), low + 60)))
        content[low:high] = data.draw(st.binary(max_size=20) | st.sampled_from([b"~", b"*", b"ISA*", b"ST*835*1~"]))
    read_835(bytes(content), "f")
    read_acknowledgements(bytes(content), "f")
