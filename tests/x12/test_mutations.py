"""One defect planted in a balanced 835: found and named by the right code, at the right segment and element.

`test_faults.py` asks which errors a defect makes; here is asked where each is said to be, and what stood there.
"""

from random import Random

import pytest

from tasks.x12.convert import read_file
from tasks.x12.read import read_835
from tests.x12.make_835 import Claim, Line, Remittance, remittance, write
from tests.x12.make_837 import claims
from tests.x12.make_answers import claim, claims_answer, group, interchange
from tests.x12.mutants import BATCH, Reading, changed_bytes, money_of_835, money_of_837, no_money, read_all, silent
from tests.x12.test_acknowledgements import REJECTED


def _remittance(number: str = "A1", trace: str = "0099") -> Remittance:
    line = Line("G0101", 10000, [("CO", "45", 1234), ("PR", "1", 1000)], control=f"{number}L01", remarks=("N130",))
    other = Line("J1100", 5025, [("CO", "45", 25)], control=f"{number}L02")
    claims = [Claim(number, [line, other], [("OA", "23", 100)]), Claim(number + "X", [Line("A4550", 700)])]
    return Remittance(claims, [("WO", "REF9", 500)], trace)


def _base(control: int) -> bytes:
    return write([_remittance(), _remittance("B1", "0100")], control=control)


CLAIM = (
    b"CLP*A1X*1*7*7**12*940605554*11*1~NM1*QC*1*BUDD*WILLIAM****MI*33344555510~SVC*HC:A4550*7*7**1~DTM*472*20260105~"
)
# Old and new text (the first such place), then code, segment id, element and class of the value of what is found.
Found = tuple[str, str | None, str | None, str | None]
Text = bytes | tuple[bytes, ...]
DEFECTS: dict[str, tuple[Text, Text, list[Found]]] = {
    "line paid a cent more": (b"*50.25*50**1", b"*50.25*50.01**1", [("line_out_of_balance", "SVC", "SVC03", "amount")]),
    "line adjusted a cent more": (b"CAS*CO*45*0.25", b"CAS*CO*45*0.26", [
        ("claim_out_of_balance", "CLP", "CLP04", "amount"), ("line_out_of_balance", "SVC", "SVC03", "amount")]),
    "claim adjusted a cent less": (b"CAS*OA*23*1~", b"CAS*OA*23*.99~", [
        ("claim_out_of_balance", "CLP", "CLP04", "amount")]),
    "claim paid a cent more": (b"*126.66*", b"*126.67*", [
        ("claim_out_of_balance", "CLP", "CLP04", "amount"), ("transaction_out_of_balance", "ST", "BPR02", "amount")]),
    "payment a cent less": (b"BPR*I*128.66", b"BPR*I*128.65", [
        ("transaction_out_of_balance", "ST", "BPR02", "amount")]),
    "provider adjustment a cent more": (b"WO:REF9*5~", b"WO:REF9*5.01~", [
        ("transaction_out_of_balance", "ST", "BPR02", "amount")]),
    "patient's share a cent more": (b"*126.66*10*12", b"*126.66*10.01*12", [
        ("patient_share_differs", "CLP", "CLP05", "amount")]),
    "lines charge more than the claim": (b"SVC*HC:A4550*7*7*", b"SVC*HC:A4550*8*8*", [
        ("line_charges_differ", "CLP", "CLP03", "amount")]),
    "payment below zero": (b"BPR*I*128.66", b"BPR*I*-128.66", [
        ("negative_payment", "ST", "BPR02", "amount"), ("transaction_out_of_balance", "ST", "BPR02", "amount")]),
    "payment as a debit": (b"BPR*I*128.66*C", b"BPR*I*128.66*D", [("negative_payment", "ST", "BPR02", "amount")]),
    "payment by no means": (b"*C*CHK*", b"*C*NON*", [("payment_method", "ST", "BPR04", "letters(3)")]),
    "transfer without accounts": (b"*C*CHK*", b"*C*ACH*", [
        ("missing_element", "BPR", f"BPR{n:02}", "empty") for n in (6, 7, 8, 9, 12, 13, 14, 15)]),
    "amount with a letter": (b"A4550*7*7**1", b"A4550*7*7O**1", [
        ("line_out_of_balance", "SVC", "SVC03", "amount"), ("unreadable_amount", "SVC", "SVC03", "mixed(2)")]),
    "adjustment without an amount": (b"CAS*OA*23*1~", b"CAS*OA*23~", [
        ("claim_out_of_balance", "CLP", "CLP04", "amount"), ("unreadable_amount", "CAS", "CAS03", "empty")]),
    "adjustment of nothing": (b"CAS*OA*23*1~", b"CAS*OA*23*1**45*0~", [("zero_adjustment", "CAS", "CAS06", None)]),
    "SE01 one too many": (b"SE*30*", b"SE*31*", [("segment_count", "SE", "SE01", "digits(2)")]),
    "GE01 one too few": (b"GE*2*", b"GE*1*", [("transaction_set_count", "GE", "GE01", "digits(1)")]),
    "IEA01 one too many": (b"IEA*1*", b"IEA*2*", [("group_count", "IEA", "IEA01", "digits(1)")]),
    "SE02 of another set": (b"SE*30*0001", b"SE*30*0007", [("control_number", "SE", "SE02", "digits(4)")]),
    "GE02 of another group": (b"GE*2*", b"GE*2*9", [("control_number", "GE", "GE02", "digits(3)")]),
    "IEA02 of another interchange": (b"IEA*1*0", b"IEA*1*9", [("control_number", "IEA", "IEA02", "digits(9)")]),
    "ST02 twice": ((b"ST*835*0002", b"SE*30*0002"), (b"ST*835*0001", b"SE*30*0001"), [
        ("duplicate_control_number", "ST", "ST02", "digits(4)")]),
    "ST02 too short": ((b"ST*835*0002", b"SE*30*0002"), (b"ST*835*02", b"SE*30*02"), [
        ("control_number_format", "ST", "ST02", "digits(2)")]),
    "no trace": (b"TRN*1*0099*1935665544~", b"REF*EV*0099~", [("missing_segment", "ST", "TRN", None)]),
    "no payer": (b"N1*PR*", b"N1*PX*", [
        ("missing_segment", "ST", "N1", None), *(("unexpected_segment", one, None, None) for one in ("N1", "N3", "N4")),
        ("unexpected_segment", "PER", None, None)]),
    "no payee": (b"N1*PE*", b"N1*PX*", [("missing_segment", "ST", "N1", None), ("repeated_segment", "N1", None, None)]),
    "no batch": (b"LX*1~CLP*A1*", b"LQ*HE*N1~CLP*A1*", [
        ("missing_segment", "CLP", "LX", None), ("unexpected_segment", "LQ", None, None)]),
    "positive reversal": (b"CLP*A1X*1*", b"CLP*A1X*22*", [("positive_reversal", "CLP", "CLP04", "amount")]),
    "denied and paid": (b"CLP*A1X*1*", b"CLP*A1X*4*", [("denied_but_paid", "CLP", "CLP04", "amount")]),
    "passed on to nobody": (b"CLP*A1X*1*", b"CLP*A1X*19*", [("missing_segment", "CLP", "NM1", None)]),
    "unknown claim status": (b"CLP*A1X*1*", b"CLP*A1X*99*", [("unknown_code", "CLP", "CLP02", "digits(2)")]),
    "unknown reason": (b"CAS*OA*23*", b"CAS*OA*9X*", [("unknown_code", "CAS", "CAS02", "mixed(2)")]),
    "unknown group": (b"CAS*OA*23*", b"CAS*XX*23*", [("unknown_code", "CAS", "CAS01", "letters(2)")]),
    "unknown remark": (b"LQ*HE*N130", b"LQ*HE*Z9", [("unknown_code", "LQ", "LQ02", "mixed(2)")]),
    "wrong NPI": (b"*XX*1234567893", b"*XX*1234567894", [("npi_check_digit", "N1", "N104", "digits(10)")]),
    "identifier without its kind": (b"*MI*33344555510", b"**33344555510", [
        ("missing_element", "NM1", "NM108", "empty")]),
    "a day that is none": (b"DTM*472*20260105", b"DTM*472*20260230", [
        ("unreadable_date", "DTM", "DTM02", "digits(8)"), ("missing_service_date", "SVC", "DTM02", "empty")]),
    "no day of service": (b"DTM*472*20260105", b"DTM*150*", [("missing_service_date", "SVC", "DTM02", "empty")]),
    "no claim number": (b"CLP*A1*", b"CLP**", [("missing_element", "CLP", "CLP01", "empty")]),
    "another kind of group": (b"GS*HP*", b"GS*HC*", [("functional_group", "GS", "GS01", "letters(2)")]),
    "no version at all": (b"*X*005010X221A1", b"*X*", [("version_mismatch", "GS", "GS08", "empty")]),
    "an old version": (b"*X*005010X221A1", b"*X*004010X091A1", [
        ("unsupported_transaction_set", "ST", "ST01", None)] * 2),
    "an old interchange": (b"*00501*", b"*00401*", [("version_mismatch", "ISA", "ISA12", "digits(5)")]),
    "ISA shortened": (b"*ZZ*PAYER          *", b"*ZZ*PAYER*", [("isa_length", "ISA", None, None)]),
    "unknown segment": (b"LQ*HE*N130", b"SBR*HE*N130", [("unexpected_segment", "SBR", None, None)]),
    "further element": (b"LQ*HE*N130", b"LQ*HE*N130*X", [("unexpected_element", "LQ", "LQ03", "letters(1)")]),
    "segment doubled": (b"LQ*HE*N130~", b"LQ*HE*N130~LQ*HE*N130~", [("segment_count", "SE", "SE01", "digits(2)")]),
    "segment doubled and counted": (b"N3*10 SOUTH AVENUE~N4*RAPID CITY*SD*55111~PER*BL*JOHN WAYNE*TE*8005551212~",
                                    b"N3*10 SOUTH AVENUE~N3*10 SOUTH AVENUE~N4*RAPID CITY*SD*55111~", [
        ("repeated_segment", "N3", None, None)]),
    "adjustment doubled and counted": (b"CAS*CO*45*0.25~REF*6R*A1L02~", b"CAS*CO*45*0.25~CAS*CO*45*0.25~", [
        ("claim_out_of_balance", "CLP", "CLP04", "amount"), ("line_out_of_balance", "SVC", "SVC03", "amount"),
        ("repeated_adjustment", "CAS", "CAS02", None)]),
    "a line lost": (b"SVC*HC:A4550*7*7**1~DTM*472*20260105~", b"NTE*ADD*X~NTE*ADD*X~", [
        ("missing_service_date", "CLP", "DTM02", "empty"), *[("unexpected_segment", "NTE", None, None)] * 2,
        ("unread_line", "CLP", "CLP03", "amount")]),
    "a line's id changed": (b"SVC*HC:J1100*50.25*50", b"SVD*HC:J1100*50.25*50", [
        ("line_charges_differ", "CLP", "CLP03", "amount"), ("line_out_of_balance", "SVC", "SVC03", "amount"),
        ("repeated_adjustment", "CAS", "CAS02", None), ("unexpected_segment", "SVD", None, None),
        ("unread_line", "CLP", "CLP03", "amount")]),
    "line before its claim": (b"CLP*A1*1*150.25*126.66*10*12*940605554*11*1~CAS*OA*23*1~",
                              b"SVC*HC:A4550*7*7**1~CLP*A1*1*150.25*126.66*10*12*940605554*11*1~", [
        ("claim_out_of_balance", "CLP", "CLP04", "amount"), ("unexpected_segment", "SVC", None, None),
        ("unread_money", "SVC", None, None)]),
    "claim doubled and counted": (
        (CLAIM, b"SE*30*", b"BPR*I*128.66"), (CLAIM + CLAIM, b"SE*34*", b"BPR*I*135.66"), [
        ("repeated_claim", "CLP", "CLP01", None)]),
    "claim doubled": (CLAIM, CLAIM + CLAIM, [
        ("repeated_claim", "CLP", "CLP01", None), ("segment_count", "SE", "SE01", "digits(2)"),
        ("transaction_out_of_balance", "ST", "BPR02", "amount")]),
}  # fmt: skip


def _planted(name: str, control: int) -> bytes:
    olds, news, _ = DEFECTS[name]
    content = _base(control)
    pairs = zip(*((one,) if isinstance(one, bytes) else one for one in (olds, news)), strict=True)
    for old, new in pairs:
        assert old in content, f"{name}: {old!r} is not there"
        content = content.replace(old, new, 1)
    return content


@pytest.fixture(scope="module")
def read() -> dict[str, Reading]:
    """Every defect in an interchange of its own, all read as one file, the last one unhurt."""
    names = [*DEFECTS, ""]
    copies = [_planted(name, at) if name else _base(at) for at, name in enumerate(names, 1)]
    return dict(zip(names, read_all(copies, read_835, money_of_835), strict=True))


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_where_it_is(read, name):
    found = [(one["code"], one["segment_id"], one["element"], one["value_class"]) for one in read[name].findings]
    assert sorted(found, key=str) == sorted(DEFECTS[name][2], key=str)


def test_what_is_unhurt_beside_the_defects_is_read_as_if_alone(read):
    alone = read_all([_base(1)], read_835, money_of_835)[0]
    assert (read[""].money, read[""].rows, read[""].findings) == (alone.money, alone.rows, [])


def test_no_error_means_the_same_money_or_the_change_is_a_warning(read):
    for name, one in read.items():
        assert one.money == read[""].money or one.findings, name


def test_errors_are_of_envelope_amounts_and_balance_only(read):
    errors = {code for one in read.values() for code in one.errors}
    assert errors <= {
        "segment_count", "transaction_set_count", "group_count", "control_number", "duplicate_control_number",
        "isa_length", "unsupported_transaction_set", "unreadable_amount", "unread_money", "unread_line",
        "line_out_of_balance", "claim_out_of_balance", "transaction_out_of_balance", "negative_payment",
    }  # fmt: skip


def test_a_file_that_ends_inside_an_element():
    content = _base(1)
    cut = content[: content.index(b"CAS*OA*23*1~") + len(b"CAS*OA*2")]
    found = read_835(cut, "f")["finding"].filter(code="truncated", segment_id="CAS").row(0, named=True)
    assert (found["severity"], found["st_control"], found["claim_index"]) == ("error", "0001", 0)
    assert cut[found["offset"] :] == b"CAS*OA*2"


def test_values_of_patients_are_never_told():
    content = _base(1).replace(b"*MI*33344555510", b"**SECRET3334").replace(b"DTM*472*20260105", b"DTM*472*2026SECRET")
    finding = read_835(content.replace(b"LX*1~", b"ZZZ*SECRET~"), "f")["finding"]
    assert {"missing_element", "unreadable_date", "unexpected_segment"} <= set(finding["code"])
    assert "SECRET" not in str(finding.rows())


# Of so many bytes changed, one at a time; tests/trust/test_x12_fuzz.py changes 10,000 and damages more.
CHANGES = 1000
MIXED = write([_remittance(), remittance(5, 3, "T2"), remittance(7, 3, "T3")])


def test_no_changed_byte_changes_money_without_an_error():
    random = Random(20260302)
    for _ in range(CHANGES // BATCH):
        assert silent(changed_bytes(MIXED, random, BATCH), MIXED, read_835, money_of_835) == []


OTHERS = {
    "837P": (claims(), money_of_837),
    "277CA": (interchange(group(claims_answer(claim("A1", "A2"), claim("B1", "A3", level=5)), code="277")), no_money),
    "999": (interchange(group(REJECTED, code="999")), no_money),
}


@pytest.mark.parametrize("name", OTHERS)
def test_no_changed_byte_of_another_set_changes_charges_or_rows_without_a_finding(name):
    content, money = OTHERS[name]
    assert silent(changed_bytes(content, Random(999), 2 * BATCH), content, read_file, money) == []
