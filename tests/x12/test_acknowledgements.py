"""TA1, 999 and 277CA: which answer speaks of what, from whom, and how it was decided."""

from datetime import date
from decimal import Decimal

from tasks.x12.read import read_acknowledgements
from tests.x12.make_answers import claim, claims_answer, group, interchange
from tests.x12.pyx12_check import errors

REJECTED = (
    "AK1*HC*17456*005010X222A1~AK2*837*0001*005010X222A1~IK5*A~"
    "AK2*837*0002*005010X222A1~IK3*CLM*22**8~CTX*CLM01:A101~IK4*2*782*1*99999~IK4*5:3*1331*7~IK5*R*5~"
    "AK2*837*0003*005010X222A1~IK3*REF*57*2300*3~CTX*SITUATIONAL TRIGGER*CLM*43**5:3~IK5*E*5~AK9*P*3*3*2~"
)


def test_ta1():
    content = interchange(control=7, ta1="TA1*000000042*260301*1530*R*006")
    tables = read_acknowledgements(content, "f")
    row = tables["ta1"].row(0, named=True)
    assert row == {
        "source_file": "f", "segment": 2, "offset": 106, "isa_control": "000000007",
        "answered_isa_control": "000000042", "answered_on": date(2026, 3, 1), "answered_time": "1530", "code": "R",
        "note": "006", "made_on": date(2026, 3, 2),
    }  # fmt: skip
    assert tables["finding"].is_empty()
    one = content.replace(b"IEA*0*", b"IEA*1*")
    assert read_acknowledgements(one, "f")["finding"].is_empty(), "senders count a TA1 either way"
    assert not read_acknowledgements(content.replace(b"IEA*0*", b"IEA*2*"), "f")["finding"].is_empty()


def test_999_has_a_row_for_each_set_answered():
    tables = read_acknowledgements(interchange(group(REJECTED, code="999")), "f")
    ack = tables["ack999"].select("answered_gs_control", "answered_st_control", "code", "set_error1", "group_verdict")
    assert ack.rows() == [
        ("17456", "0001", "A", None, "P"), ("17456", "0002", "R", "5", "P"), ("17456", "0003", "E", "5", "P"),
    ]  # fmt: skip
    assert tables["ack999"].row(0, named=True) | {"sets_included": 3, "sets_received": 3, "sets_accepted": 2} == tables[
        "ack999"
    ].row(0, named=True)
    assert tables["ack999"]["errors"].to_list() == [
        None,
        "CLM at 22: segment error 8, element 2 (782) error 1; CLM at 22: segment error 8, element 5 (1331) error 7",
        "REF at 57: segment error 3",
    ]
    assert tables["error999"].select("claim_number", "error_loop", "component_position").rows() == [
        ("A101", None, None), ("A101", None, 3), (None, "2300", None),
    ]  # fmt: skip
    assert tables["finding"].is_empty()


def test_the_bad_value_of_a_999_is_in_no_table():
    tables = read_acknowledgements(interchange(group(REJECTED, code="999")), "f")
    assert not any("99999" in str(value) for frame in tables.values() for row in frame.rows() for value in row)


def test_a_group_rejected_whole_is_one_row():
    body = "AK1*HC*17456*005010X222A1~AK9*R*3*3*0*1~"
    ack = read_acknowledgements(interchange(group(body, code="999")), "f")["ack999"]
    assert ack.select("answered_gs_control", "answered_st_control", "code", "group_verdict", "group_error1").rows() == [
        ("17456", None, None, "R", "1")
    ]


def test_several_999_and_277ca_in_one_file():
    content = interchange(
        group(REJECTED, REJECTED, code="999"), group(claims_answer(claim("A101", "A2")), code="277", control=2)
    )
    tables = read_acknowledgements(content + interchange(group(REJECTED, code="999"), control=2), "f")
    assert tables["finding"].is_empty()
    assert tables["ack999"].select("isa_control", "st_control").unique(maintain_order=True).rows() == [
        ("000000001", "0001"), ("000000001", "0002"), ("000000002", "0001"),
    ]  # fmt: skip
    assert tables["status277"]["st_index"].unique().to_list() == [2]


def test_277ca_statuses_at_every_level():
    line = "SVC*HC:99213*100~STC*A7:454*20260301*U*100~REF*FJ*A103L01~"
    answer = claims_answer(
        claim("A101", "A2", "9406"), claim("A102", "A3", level=5), claim("A103", "A7", level=6, line=line),
    )  # fmt: skip
    tables = read_acknowledgements(interchange(group(answer, code="277")), "f")
    status = tables["status277"]
    assert tables["finding"].is_empty(), tables["finding"]["message"].to_list()
    columns = ("level", "claim_number", "payer_claim_number", "category", "status", "entity", "amount", "status_on")
    day = date(2026, 3, 1)
    assert status.select(columns).rows() == [
        ("receiver", None, None, "A1", "19", "PR", Decimal("251.00"), day),
        ("provider", None, None, "A1", "19", "PR", Decimal("251.00"), None),
        ("claim", "A101", "9406", "A2", "20", "PR", Decimal("125.50"), day),
        ("claim", "A102", None, "A3", "20", "PR", Decimal("125.50"), day),
        ("claim", "A103", None, "A7", "20", "PR", Decimal("125.50"), day),
        ("line", "A103", None, "A7", "454", None, Decimal("100.00"), day),
    ]
    assert status["sender_role"].unique().to_list() == ["PR"]
    assert status["line_control"].to_list()[-1] == "A103L01"


def test_277ca_of_a_clearinghouse_says_so():
    content = interchange(group(claims_answer(claim("A101", "A3"), sender="AY"), code="277"))
    assert read_acknowledgements(content, "f")["status277"]["sender_role"].unique().to_list() == ["AY"]


def test_what_the_maker_of_277ca_writes_is_valid():
    content = interchange(group(claims_answer(claim("A101", "A2", "9406"), claim("A102", "A3", level=5)), code="277"))
    assert errors(content) == []


def test_a_remittance_is_no_acknowledgement():
    content = interchange(group(REJECTED, code="999")).replace(b"ST*999*", b"ST*835*").replace(b"X231A1", b"X221A1")
    finding = read_acknowledgements(content, "f")["finding"]
    assert finding["code"].to_list() == ["unsupported_transaction_set"]


def test_an_interchange_of_nothing_is_reported():
    assert read_acknowledgements(interchange(), "f")["finding"]["code"].to_list() == ["no_transaction_set"]
