"""Defects of claim files: HL levels, rules about several elements, charges that do not add up, money out of place."""

import polars as pl
import pytest

from tasks.x12.convert import read_file
from tests.x12.make_837 import claims
from tests.x12.mutants import Reading, money_of_837, read_all

# Old and new text, then code, segment id, element and class of the value of what is found.
DEFECTS: dict[str, tuple[bytes, bytes, list[tuple[str, str, str | None, str | None]]]] = {
    "level numbered twice": (b"HL*3*1*22*1", b"HL*2*1*22*1", [
        ("hl_number", "HL", "HL01", "digits(1)"), ("hl_parent", "HL", "HL02", "digits(1)"),
        ("hl_child", "HL", "HL04", "digits(1)")]),
    "level above that is none": (b"HL*4*3*23*0", b"HL*4*9*23*0", [
        ("hl_parent", "HL", "HL02", "digits(1)"), ("hl_child", "HL", "HL04", "digits(1)")]),
    "patient below another subscriber": (b"HL*4*3*23*0", b"HL*4*2*23*0", [
        ("hl_parent", "HL", "HL02", "digits(1)"), *[("hl_child", "HL", "HL04", "digits(1)")] * 2]),
    "child said and not there": (b"HL*2*1*22*0", b"HL*2*1*22*1", [("hl_child", "HL", "HL04", "digits(1)")]),
    "replacement of nothing": (b"***11:B:1*Y*A*Y*Y~HI*ABK:J069~LX", b"***11:B:7*Y*A*Y*Y~HI*ABK:J069~LX", [
        ("missing_segment", "CLM", "REF", None)]),
    "replacement of a claim": (b"***11:B:1*Y*A*Y*Y~HI*ABK:J069~LX", b"***11:B:7*Y*A*Y*Y~REF*F8*X1~HI*ABK:J069~LX", [
        ("segment_count", "SE", "SE01", "digits(2)")]),
    "accident without a day": (b"A1*150.25***11:B:1*Y*A*Y*Y", b"A1*150.25***11:B:1*Y*A*Y*Y**AA:::FL", [
        ("missing_segment", "CLM", "DTP", None)]),
    "claim charged a cent more": (b"CLM*A1*150.25", b"CLM*A1*150.26", [
        ("claim_out_of_balance", "CLM", "CLM02", "amount")]),
    "line charged a cent less": (b"*50.25*UN", b"*50.24*UN", [("claim_out_of_balance", "CLM", "CLM02", "amount")]),
    "another payer's answer a cent off": (b"SVD*12345*50*", b"SVD*12345*50.01*", [
        ("line_out_of_balance", "SVD", "SVD02", "amount")]),
    "claim whose id is lost": (b"CLM*B1*80*", b"CLN*B1*80*", [
        *[("repeated_segment", "NM1", None, None)] * 2,
        *[("unexpected_segment", one, None, None)
          for one in ("CLN", "HI", "SBR", "AMT", "OI", "LX", "SV1", "DTP", "SVD", "CAS", "DTP")],
        *[("unread_money", one, None, None) for one in ("CAS", "SV1", "SVD")]]),
    "group of another kind": (b"GS*HC*", b"GS*HP*", [("functional_group", "GS", "GS01", "letters(2)")]),
    "versions that differ": (b"*X*005010X222A1~", b"*X*005010X223A2~", [
        ("version_mismatch", "GS", "GS08", "mixed(12)")]),
    "a name without its number": (b"*XX*1234567893", b"*XX", [("missing_element", "NM1", "NM109", "empty")]),
}  # fmt: skip


@pytest.fixture(scope="module")
def read() -> dict[str, Reading]:
    """Every defect in an interchange of its own, all read as one file."""
    copies = []
    for control, (name, (old, new, _)) in enumerate(DEFECTS.items(), 1):
        assert claims(control).count(old) == 1, f"{name}: {old!r} must be there once"
        copies.append(claims(control).replace(old, new))
    return dict(zip(DEFECTS, read_all(copies, read_file, money_of_837), strict=True))


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_where_it_is(read, name):
    found = [(one["code"], one["segment_id"], one["element"], one["value_class"]) for one in read[name].findings]
    assert sorted(found, key=str) == sorted(DEFECTS[name][2], key=str)


def test_only_envelope_money_and_balance_are_errors(read):
    findings = [one for reading in read.values() for one in reading.findings]
    errors = {one["code"] for one in findings if one["severity"] == "error"}
    assert errors == {"segment_count", "claim_out_of_balance", "unread_money"}


def test_control_numbers_that_come_twice_in_a_file_or_interchange():
    content = claims()
    twice = read_file(content + content, "f")["finding"]
    assert twice.select("code", "element", "isa_control").rows() == [("duplicate_control_number", "ISA13", "000000001")]
    start, end = content.index(b"GS*"), content.index(b"IEA*")
    two = content[:end] + content[start:end] + content[end:].replace(b"IEA*1*", b"IEA*2*")
    finding = read_file(two, "f")["finding"]
    assert finding.select("code", "element", "value_class").rows() == [
        ("duplicate_control_number", "GS06", "digits(1)")
    ]


def test_an_interchange_that_cannot_be_read_is_placed():
    content = claims()
    finding = read_file(content + claims(2).replace(b"ISA*00*", b"ISA^00*") + claims(3), "f")["finding"]
    found = finding.filter(pl.col("severity") == "error").row(0, named=True)
    assert (found["code"], found["offset"], found["isa_control"]) == ("isa_unreadable", len(content), None)
