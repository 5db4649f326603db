"""The guides beside the claims: eligibility (270, 271), claim status (276, 277), acknowledgements (999, 277CA), 835.

What others made is read without a rest, and what it says is in the columns where it belongs.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from data_contracts.x12 import x270, x271, x276, x277, x277ca, x835, x999
from data_contracts.x12.guide import Guide
from tasks.x12.file import open_file, read_loops
from tasks.x12.read import read_acknowledgements
from tasks.x12.tables import read_tables
from tasks.x12.write import Envelope, write_interchange

Tables = dict[str, pl.DataFrame]
GUIDES = {"270": x270.GUIDE, "271": x271.GUIDE, "276": x276.GUIDE, "277": x277.GUIDE, "277ca": x277ca.GUIDE,
          "835": x835.GUIDE, "999": x999.GUIDE}  # fmt: skip
ROOT = Path(__file__).resolve().parents[3] / "shared" / "x12"
EXAMPLES = [f"{folder}/{path.name}" for folder in GUIDES for path in sorted((ROOT / folder).glob("*.x12"))]
ISA = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*BILLER         *260302*1705*^*00501*000000001*0*P*:~"


def read(content: bytes, guide: Guide) -> tuple[Tables, list[tuple[str, str]]]:
    """The tables of a guide, and the findings as (code, element)."""
    file = open_file(content, "f")
    tables = read_tables(file.segments, read_loops(file, guide), file.findings)
    return tables, file.finding_table().select("code", "element").rows()


def example(shared: Path, name: str) -> Tables:
    """The tables of one of the files that others made."""
    return read((shared / "x12" / name).read_bytes(), GUIDES[name.split("/")[0]])[0]


def made(guide: Guide, body: str) -> bytes:
    """An interchange of one transaction set; `body` is what stands between ST and SE, a segment a line."""
    segments = body.strip().replace("\n", "~") + "~"
    version = guide.versions[0]
    head = f"{ISA}GS*{guide.functional_group}*A*B*20260302*1705*1*X*{version}~ST*{guide.set_id}*0001*{version}~"
    return f"{head}{segments}SE*{segments.count('~') + 2}*0001~GE*1*1~IEA*1*000000001~".encode()


def rows(tables: Tables, table: str, *columns: str) -> list[tuple[object, ...]]:
    """Some columns of a table."""
    return tables[table].select(*columns).rows()


# A day that the calendar does not have has no place in a column of days.
UNREADABLE = {"835/moov-io-sample2.x12": [("ST", "BPR", 16, 0, "20990080")]}


def assert_nothing_is_left(tables: Tables, but: Sequence[tuple[object, ...]] = ()) -> None:
    """Every segment and every element has its column."""
    assert rows(tables, "other_segments", "loop", "text") == []
    assert rows(tables, "other_elements", "loop", "segment_id", "element", "component", "value") == list(but)


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_of_what_others_made_is_left_over(shared: Path, name: str):
    assert_nothing_is_left(example(shared, name), UNREADABLE.get(name, ()))


@pytest.mark.parametrize(("name", "tables"), [
    ("270/kputnam-generic-request-by-physician-for-patient--dependent--eligibility.x12", {"level": 4, "inquiry": 1}),
    ("271/kputnam-response-to-generic-request-by-clinic-for-patient--subscriber--eligibility.x12",
     {"level": 3, "benefit": 5, "party": 1, "related": 1}),
    ("276/kputnam-claim-request.x12", {"level": 8, "trace": 3, "service": 1}),
    ("277/imsweb-x12-277-x212.x12", {"level": 32, "trace": 8, "status": 8}),
    ("277ca/imsweb-x12-277CA-accepted.x12", {"level": 4, "trace": 4, "status": 2, "quantity": 1, "amount": 1}),
    ("999/azoner-834-lui-id-5010.999.x12", {"group": 4, "set": 4, "segment": 0}),
])  # fmt: skip
def test_each_loop_is_a_row(shared: Path, name: str, tables: dict[str, int]):
    read = example(shared, name)
    assert {table: len(read[table]) for table in tables} == tables


def test_a_270_asks_for_a_dependent(shared: Path):
    tables = example(shared, "270/kputnam-generic-request-by-physician-for-patient--dependent--eligibility.x12")
    assert rows(tables, "header", "st_control", "purpose", "reference", "made_on", "made_time") == [
        ("1235", "13", "10001235", date(2006, 5, 1), "1320")
    ]
    assert rows(tables, "level", "level_number", "level_above", "level_code", "has_child", "entity_role", "entity_name",
                "first_name", "entity_identifier", "birth_on") == [
        ("1", None, "20", "1", "PR", "ABC COMPANY", None, "842610001", None),
        ("2", "1", "21", "1", "1P", "JONES", "MARCUS", "0202034", None),
        ("3", "2", "22", "1", "IL", None, None, "11122333301", None),
        ("4", "3", "23", "0", "03", "SMITH", "MARY", None, date(1978, 10, 14)),
    ]  # fmt: skip
    assert rows(tables, "trace", "level_index", "loop", "trace_type", "trace", "originator_id") == [
        (3, "HL", "1", "93175-012547", "9877281234")
    ]
    assert rows(
        tables, "date", "level_index", "inquiry_index", "loop", "qualifier", "format", "value", "on", "until"
    ) == [(3, None, "2100", "291", "D8", "20060501", date(2006, 5, 1), None)]
    assert rows(tables, "inquiry", "level_index", "inquiry_index", "service_types") == [(3, 0, "30")]


def test_a_271_says_what_is_covered(shared: Path):
    name = "271/kputnam-response-to-generic-request-by-physician-for-patient--dependent--eligibility.x12"
    tables = example(shared, name)
    services = "1^33^35^47^86^88^98^AL^MH^UC"
    assert rows(tables, "benefit", "benefit_code", "service_types", "insurance_type", "plan", "time_period", "amount",
                "in_network") == [
        ("1", "30", None, "GOLD 123 PLAN", None, None, None),
        ("L", None, None, None, None, None, None),
        ("1", services, None, None, None, None, None),
        ("B", services, "HM", "GOLD 123 PLAN", "27", Decimal("10.00"), "Y"),
        ("B", services, "HM", "GOLD 123 PLAN", "27", Decimal("30.00"), "N"),
    ]  # fmt: skip
    assert rows(tables, "party", "level_index", "benefit_index", "entity_role", "entity_name", "entity_identifier") == [
        (3, 4, "P3", "JONES", "0202034")
    ]
    assert rows(tables, "level", "entity_name", "city", "birth_on", "sex", "is_subscriber", "relation")[2:] == [
        ("SMITH", "KANSAS CITY", date(1963, 5, 19), "M", None, None),
        ("SMITH", "KANSAS CITY", date(1998, 10, 14), "F", "N", "19"),
    ]


def test_a_271_says_why_it_does_not_answer(shared: Path):
    name = "271/kputnam-error-response-from-payer-to-clinic-not-eligible-for-inquiries-with-payer.x12"
    refused = rows(example(shared, name), "rejection", "level_index", "loop", "valid", "reason", "follow_up")
    assert refused == [(1, "2100", "Y", "50", "N")]


def test_a_276_asks_for_claims_of_subscribers_and_patients(shared: Path):
    tables = example(shared, "276/kputnam-claim-request.x12")
    assert rows(tables, "trace", "level_index", "trace", "claim_number", "bill_type", "charge_amount", "service_from",
                "service_to") == [
        (3, "ABCXYZ1", "SM123456", "111", Decimal("8513.88"), date(2005, 8, 31), date(2005, 9, 6)),
        (4, "ABCXYZ2", "JO234567", "111", Decimal("7599.00"), date(2005, 7, 31), date(2005, 8, 9)),
        (7, "ABCXYZ3", "MA345678", None, None, None, None),
    ]  # fmt: skip
    assert rows(tables, "service", "level_index", "trace_index", "service_index", "code_qualifier", "code",
                "charge_amount", "units", "service_from", "service_to") == [
        (7, 0, 0, "HC", "99203", Decimal("150.00"), Decimal(1), date(2005, 5, 1), None)
    ]  # fmt: skip


def test_a_277_says_what_became_of_claims_and_lines(shared: Path):
    tables = example(shared, "277/kputnam-claim-response.x12")
    assert rows(tables, "status", "level_index", "service_index", "loop", "category", "status", "entity", "status_on",
                "amount", "paid_amount") == [
        (3, None, "2200", "P3", "317", None, date(2005, 9, 13), Decimal("8513.88"), None),
        (4, None, "2200", "F0", "3", None, date(2005, 9, 15), Decimal("7599.00"), Decimal("7599.00")),
        (7, None, "2200", "F2", "88", "QC", date(2005, 6, 12), Decimal("150.00"), Decimal("0.00")),
        (7, 0, "2220", "F2", "88", "QC", date(2005, 6, 12), None, None),
    ]  # fmt: skip
    assert tables["trace"]["payer_claim_number"].to_list() == ["05347006051", "0529675341", "051681010827"]


def test_a_277_answers_a_provider_or_the_sender_as_a_whole(shared: Path):
    tables = example(shared, "277/kputnam-provider-response.x12")
    joined = tables["status"].join(tables["level"], on=["st_index", "level_index"])
    assert rows({"": joined}, "", "level_code", "category", "entity") == [("22", "P3", None), ("19", "E0", "1P")]
    pharmacy = example(shared, "277/kputnam-claim-ncpdp-response.x12")
    assert rows(pharmacy, "status", "status", "entity", "code_list") == [("80", None, "RX")]
    assert rows(pharmacy, "trace", "prescription_number") == [("7654321",)]


def test_277_and_277ca_are_told_apart_by_their_version(shared: Path):
    answer = open_file((shared / "x12/277/kputnam-1.x12").read_bytes(), "f")
    receipt = open_file((shared / "x12/277ca/imsweb-x12-277CA-accepted.x12").read_bytes(), "f")
    assert [len(file.sets(x277.GUIDE)) for file in (answer, receipt)] == [1, 0]
    assert [len(file.sets(x277ca.GUIDE)) for file in (answer, receipt)] == [0, 1]


def test_a_277ca_counts_what_it_took(shared: Path):
    tables = example(shared, "277ca/imsweb-x12-277CA-accepted.x12")
    assert rows(tables, "quantity", "level_index", "trace_index", "qualifier", "quantity") == [(1, 0, "90", Decimal(1))]
    assert rows(tables, "amount", "level_index", "qualifier", "amount") == [(1, "YU", Decimal("125.00"))]
    assert rows(tables, "trace", "trace_type", "trace", "payer_claim_number", "service_from")[-1] == (
        "2", "5781", "1107000000014420", date(1001, 1, 1)
    )  # fmt: skip
    assert rows(tables, "date", "trace_index", "qualifier", "on")[0] == (0, "050", date(2011, 3, 11))


def test_a_999_says_where_our_error_is(shared: Path):
    tables = example(shared, "999/kputnam-response-to-functional-group-containing-3-837s.x12")
    assert rows(tables, "context", "set_index", "segment_index", "element_index", "context_name", "context_reference",
                "trigger_segment_id", "trigger_position", "trigger_element", "trigger_component") == [
        (1, 0, None, "CLM01", "123456789", None, None, None, None),
        (2, 0, None, "SITUATIONAL TRIGGER", None, "CLM", 43, 5, 3),
        (2, 0, None, "CLM01", "987654321", None, None, None, None),
    ]  # fmt: skip


def test_a_999_keeps_our_bad_value_in_its_own_table_only(shared: Path):
    name = "999/azoner-834-eol-in-element.resAck.x12"
    assert rows(example(shared, name), "element", "element_error", "bad_value") == [("6", "<LF>")]
    answers = read_acknowledgements((shared / "x12" / name).read_bytes(), "f")
    assert not any("<LF>" in str(value) for frame in answers.values() for row in frame.rows() for value in row)


INQUIRY = """
BHT*0022*13*10001234*20260105*1319*RT
HL*1**20*1
NM1*PR*2*ABC COMPANY*****PI*842610001
HL*2*1*21*1
NM1*1P*2*BONE AND JOINT CLINIC*****XX*1234567893
REF*0B*12345*AK
N3*201 PARK AVENUE*SUITE 300
N4*KANSAS CITY*MO*64108
PRV*RF*PXC*207Q00000X
HL*3*2*22*0
TRN*1*A1*9877281234*SUFFIX
TRN*1*B1*1122334455
NM1*IL*1*SMITH*ROBERT*B**JR*MI*11122333301
REF*6P*GROUP1
N3*29 FREMONT ST
N4*PEACE*NY*10023
DMG*D8*19430519*M
INS*Y*18***************3
HI*BK:8901*BF:87200*BF:5559
DTP*102*D8*20250101
EQ**HC:98940:25:::::98942*FAM**1:2
AMT*R*37.5
AMT*PB*37.5
III*ZZ*21
REF*9F*660415
DTP*291*RD8*20260105-20260107
EQ*30^33
"""


def test_every_part_of_a_270():
    tables, findings = read(made(x270.GUIDE, INQUIRY), x270.GUIDE)
    assert_nothing_is_left(tables)
    assert findings == []
    assert rows(tables, "diagnosis", "level_index", "loop", "number", "qualifier", "code") == [
        (2, "2100", 1, "BK", "8901"), (2, "2100", 2, "BF", "87200"), (2, "2100", 3, "BF", "5559"),
    ]  # fmt: skip
    assert rows(tables, "inquiry", "service_types", "code", "modifier1", "code_to", "coverage_level",
                "diagnosis_pointer2") == [
        (None, "98940", "25", "98942", "FAM", "2"), ("30^33", None, None, None, None, None),
    ]  # fmt: skip
    assert rows(tables, "amount", "inquiry_index", "qualifier") == [(0, "R"), (0, "PB")]
    assert rows(tables, "reference", "level_index", "inquiry_index", "qualifier", "description") == [
        (1, None, "0B", "AK"), (2, None, "6P", None), (2, 0, "9F", None),
    ]  # fmt: skip
    assert rows(tables, "date", "on", "until") == [
        (date(2025, 1, 1), None), (date(2026, 1, 5), date(2026, 1, 7)),
    ]  # fmt: skip
    assert rows(tables, "level", "provider_role", "birth_sequence", "name_suffix")[1:] == [
        ("RF", None, None), (None, "3", "JR"),
    ]  # fmt: skip


ANSWER = """
BHT*0022*11*10001234*20260105*1319
HL*1**20*1
AAA*Y**42*R
NM1*PR*2*ABC COMPANY*****PI*842610001
PER*IC*JANE DOE*TE*8005551212*EX*12*EM*J@EXAMPLE.ORG
AAA*N**79*C
HL*2*1*21*1
NM1*1P*1*JONES*MARCUS****XX*1234567893
HL*3*2*22*0
TRN*2*A1*9877281234
NM1*IL*1*SMITH*JOHN****MI*123456789
DMG***M
MPI*C*AE*F**A1*D8*20200101
EB*A**98*HM*GOLD*27*25.5*0.2*VS*12*Y*W*HC:99213*1:2
HSD*VS*30*DA*2*22*1*A*B
REF*18*PLAN1*GOLD
DTP*292*RD8*20260101-20261231
AAA*N**70*C
MSG*FIRST
MSG*SECOND
III*ZZ*11
III*ZZ*22**TEXT
LS*2120
NM1*P3*1*JONES*MARCUS****SV*0202034*25
N3*201 PARK AVENUE
N4*KANSAS CITY*MO*64108**RJ*A1
PER*IC**TE*8005551212
PRV*PC*PXC*207Q00000X
NM1*PRP*2*OTHER PLAN*****PI*42
LE*2120
EB*I**47
"""


def test_every_part_of_a_271():
    tables, findings = read(made(x271.GUIDE, ANSWER), x271.GUIDE)
    assert_nothing_is_left(tables)
    assert findings == []
    assert rows(tables, "rejection", "level_index", "benefit_index", "loop", "reason") == [
        (0, None, "HL", "42"), (0, None, "2100", "79"), (2, 0, "2110", "70"),
    ]  # fmt: skip
    assert rows(tables, "benefit", "benefit_index", "share", "quantity", "authorization_required", "code",
                "diagnosis_pointer2") == [
        (0, "0.2", Decimal(12), "Y", "99213", "2"), (1, None, None, None, None, None),
    ]  # fmt: skip
    columns = ("benefit_index", "party_index", "entity_role", "relation", "region", "provider_role")
    assert rows(tables, "party", *columns) == [
        (0, 0, "P3", "25", "A1", "PC"), (0, 1, "PRP", None, None, None),
    ]  # fmt: skip
    assert rows(tables, "contact", "level_index", "party_index", "number1", "number3") == [
        (0, None, "8005551212", "J@EXAMPLE.ORG"), (2, 0, "8005551212", None),
    ]  # fmt: skip
    assert rows(tables, "industry", "loop", "code", "message") == [("2115", "11", None), ("2115", "22", "TEXT")]
    assert tables["message"]["message"].to_list() == ["FIRST", "SECOND"]
    assert rows(tables, "delivery", "per_unit", "every", "time_period", "pattern_time") == [("DA", "2", "22", "B")]
    assert tables["level"]["military_rank"].to_list() == [None, None, "A1"]


def test_unknown_codes_of_a_271_are_warnings():
    content = made(x271.GUIDE, ANSWER.replace("AAA*N**79*C", "AAA*N**99*Z").replace("EB*I**47", "EB*Z**47"))
    file = open_file(content, "f")
    read_tables(file.segments, read_loops(file, x271.GUIDE), file.findings)
    found = file.finding_table().select("severity", "code", "element").rows()
    assert found == [("warning", "unknown_code", element) for element in ("AAA03", "AAA04", "EB01")]


STATUS = """
BHT*0010*08*A277*20260106*0810*DG
HL*1**20*1
NM1*PR*2*ABC INSURANCE*****PI*12345
PER*IC*JANE DOE*TE*8005551212
HL*2*1*21*1
NM1*41*2*XYZ SERVICE*****46*X67E
HL*3*2*19*1
NM1*1P*2*HOME HOSPITAL*****XX*1234567893
NM1*1P*2*HOME HOSPITAL*****SV*987666
HL*4*3*22*0
NM1*IL*1*SMITH*FRED****MI*123456789A
TRN*2*ABCXYZ1
STC*F1:65*20260110**150*120*20260109*CHK*20260111*C123*F1:1:1P*F1:2:QC:RX*TEXT
STC*F1:66*20260110
REF*1K*05347006051
REF*BLT*111
REF*EJ*SM123456
REF*XZ*7654321
REF*VV*V1
REF*D9*22
REF*LU*SD1
DTP*472*RD8*20260105-20260106
DTP*050*D8*20260107
SVC*HC:99203:25:59:76:77:OFFICE*150*120*0450***1
STC*F1:65*20260110
REF*FJ*A1L01
DTP*472*D8*20260105
"""


def test_every_part_of_a_277():
    tables, findings = read(made(x277.GUIDE, STATUS), x277.GUIDE)
    assert_nothing_is_left(tables)
    assert findings == []
    assert tables["status"].row(0, named=True) | {
        "category": "F1", "status": "65", "status_on": date(2026, 1, 10), "amount": Decimal("150.00"),
        "paid_amount": Decimal("120.00"), "adjudicated_on": date(2026, 1, 9), "payment_method": "CHK",
        "paid_on": date(2026, 1, 11), "check_number": "C123", "status2": "1", "entity2": "1P", "entity3": "QC",
        "code_list3": "RX", "message": "TEXT",
    } == tables["status"].row(0, named=True)  # fmt: skip
    assert rows(tables, "name", "level_index", "entity_qualifier", "entity_identifier") == [(2, "SV", "987666")]
    assert rows(tables, "reference", "trace_index", "qualifier", "reference") == [(0, "LU", "SD1")]
    assert rows(tables, "date", "qualifier", "on") == [("050", date(2026, 1, 7))]
    assert rows(tables, "service", "modifier4", "description", "paid_amount", "revenue_code", "line_control") == [
        ("77", "OFFICE", Decimal("120.00"), "0450", "A1L01")
    ]


PAYMENT = """
BPR*I*70*C*ACH*CTX*01*999999992*DA*123456*1512345678*000088888*01*999988880*SG*98765*20260302
TRN*1*0099*1935665544*SUFFIX
CUR*PR*CAD
REF*EV*030240928
DTM*405*20260301
N1*PR*RUSHMORE LIFE*XV*87726
N4*LONDON***GB***ENG
N1*PE*ACME*XX*1234567893
REF*PQ*10488
REF*TJ*777667755
RDM*EM*ACME*PAY@EXAMPLE.ORG
LX*7
TS3*1234567893*11*20261231*1*100*6*7*8*9*10*11*12*13*14*15*16*17*18*19*20*21*22*23*24
TS2*1*2*3*4*5*6*7*8*9*10*11*12*13*14*15*16*17*18*19
CLP*A1*1*100*70*10*MA*9406*11*1*30*123*1.25*0.5*Y
CAS*CO*45*20
NM1*QC*1*BUDD*WILLIAM****MI*33344555510
MIA*1*2*3*4*MA01*6*7*8*9*10*11*12*13*14*15*16*17*18*19*MA02*MA03*MA04*MA05*24
MOA*0.8*2*MA06*MA07*MA08*MA09*MA10*8*9
SVC*HC:99213:25:59:76:77:TEXT:99214*100*70*0450*1*HC:99215:25:::::99216*2
CAS*PR*1*10
LQ*HE*N130
LQ*RX*70
PLB*1234567893*20261231*WO:A1*50*L6*-3
"""


def test_every_part_of_an_835():
    tables, _ = read(made(x835.GUIDE, PAYMENT), x835.GUIDE)
    assert_nothing_is_left(tables)
    payment, claim, line = (tables[name].row(0, named=True) for name in ("payment", "claim", "line"))
    assert payment | {
        "sender_bank_qualifier": "01", "sender_account_qualifier": "DA", "originating_supplement": "000088888",
        "receiver_bank_qualifier": "01", "receiver_account_qualifier": "SG", "originator_suffix": "SUFFIX",
        "currency": "CAD", "payer_country": "GB", "payer_subdivision": "ENG", "payee_tax_reference": "777667755",
        "delivery_name": "ACME",
    } == payment  # fmt: skip
    assert claim | {
        "batch_index": 0, "claim_index": 0, "patient_status": "30", "condition": "Y", "mia_remark1": "MA01",
        "mia_remark5": "MA05", "mia_capital_exception_amount": Decimal("24.00"), "mia_cost_report_days": Decimal(15),
        "moa_reimbursement_rate": "0.8", "moa_remark5": "MA10", "moa_professional_amount": Decimal("9.00"),
    } == claim  # fmt: skip
    assert line | {"description": "TEXT", "code_to": "99214", "original_code_to": "99216"} == line
    assert rows(tables, "remark", "loop", "element", "code", "code_list") == [
        ("2100", 5, "MA01", None), ("2100", 20, "MA02", None), ("2100", 21, "MA03", None), ("2100", 22, "MA04", None),
        ("2100", 23, "MA05", None), ("2100", 3, "MA06", None), ("2100", 4, "MA07", None), ("2100", 5, "MA08", None),
        ("2100", 6, "MA09", None), ("2100", 7, "MA10", None), ("2110", 2, "N130", "HE"), ("2110", 2, "70", "RX"),
    ]  # fmt: skip
    batch = tables["batch"].row(0, named=True)
    assert (batch["covered_amount"], batch["periodic_amount"]) == (Decimal(6), Decimal(24))
    assert (batch["average_drg_weight"], batch["low_income_share_drg_amount"]) == (Decimal(16), Decimal(19))


def test_claims_are_counted_through_the_whole_payment_and_know_their_batch():
    second = "LX*8\nCLP*A2*1*0*0**MA*1\nNM1*QC*1*BUDD\nCLP*A3*1*0*0**MA*1\nNM1*QC*1*BUDD\n"
    tables, _ = read(made(x835.GUIDE, PAYMENT[: PAYMENT.index("PLB*")] + second), x835.GUIDE)
    assert rows(tables, "claim", "batch_index", "claim_index", "claim_number") == [
        (0, 0, "A1"), (1, 1, "A2"), (1, 2, "A3"),
    ]  # fmt: skip
    without = PAYMENT[: PAYMENT.index("LX*7")] + PAYMENT[PAYMENT.index("CLP*") :]
    tables, _ = read(made(x835.GUIDE, without), x835.GUIDE)
    assert rows(tables, "claim", "batch_index", "claim_index") == [(None, 0)]
    assert rows(tables, "line", "batch_index", "claim_index", "line_index") == [(None, 0, 0)]


def test_a_pharmacy_rejection_is_no_remark_code():
    _, findings = read(made(x835.GUIDE, PAYMENT.replace("LQ*HE*N130", "LQ*HE*NO")), x835.GUIDE)
    assert [one for one in findings if one[0] == "unknown_code"] == [("unknown_code", "LQ02")]


REQUEST = """
BHT*0010*13*A276*20260105*1425
HL*1**20*1
NM1*PR*2*ABC INSURANCE*****PI*12345
HL*2*1*21*1
NM1*41*2*XYZ SERVICE*****46*X67E
HL*3*2*19*1
NM1*1P*2*HOME HOSPITAL*****XX*1234567893
HL*4*3*22*0
DMG*D8*19301210*M
NM1*IL*1*SMITH*FRED****MI*123456789A
TRN*1*ABCXYZ1
REF*1K*9918046987
REF*BLT*111
REF*LU*SD1
REF*6P*OFFICE
REF*EJ*SM123456
REF*XZ*7654321
REF*D9*22
AMT*T3*85
DTP*472*D8*20260105
SVC*HC:99203:25*150**0450***1
REF*FJ*A1L01
DTP*472*RD8*20260105-20260106
TRN*1*ABCXYZ2
DTP*472*D8*20260106
"""
RECEIPT = """
AK1*HC*17456*005010X222A2
AK2*837*0002*005010X222A2
IK3*CLM*22*2300*8
CTX*SITUATIONAL TRIGGER*CLM*43*2300*5:3:2*1331:1332
CTX*CLM01:123456789
IK4*5:3:2*1331*7*BAD
CTX*SITUATIONAL TRIGGER*CLM*43**5
IK4*2*782*1
IK5*R*5*1*2*3*4
AK2*837*0003
IK5*A
AK9*P*2*2*1*1*2*3*4*5
"""
TAKEN = """
BHT*0085*08*674*20260105*100831*TH
HL*1**20*1
NM1*PR*2*NYSDOH*****FI*141797357
TRN*1*14420
DTP*050*D8*20260105
DTP*009*D8*20260106
HL*2*1*21*1
NM1*41*1*GROUP*ANNE*B***46*ETIN
TRN*2*674
STC*A1:20*20260105*WQ*125
QTY*90*1
QTY*AA*2
AMT*YU*125
AMT*YY*10
HL*3*2*19*1
NM1*85*1*OCTOR*IMA*D**JR*XX*1234567893
TRN*1*0
REF*G2*A1
HL*4*3*PT
NM1*QC*1*TPATIENT*THEBE*S***MI*LL99999X
TRN*2*5781
STC*A7:21:85*20260105*U*125******A7:22*A7:23*TEXT
REF*1K*1107000000014420
REF*D9*22
REF*BLT*111
DTP*472*RD8*20260105-20260106
SVC*HC:99213:25*100**0450***1
STC*A7:454*20260105*U
REF*FJ*A1L01
REF*XZ*77
DTP*472*D8*20260105
"""
WHOLE = {"270": INQUIRY, "271": ANSWER, "276": REQUEST, "277": STATUS, "277ca": TAKEN, "999": RECEIPT, "835": PAYMENT}


@pytest.mark.parametrize("name", WHOLE)
def test_every_part_is_written_again_as_it_was_read(name: str):
    guide = GUIDES[name]
    tables, _ = read(made(guide, WHOLE[name]), guide)
    assert_nothing_is_left(tables)
    envelope = Envelope("ZZ", "PAYER", "ZZ", "BILLER", date(2026, 3, 2), 1, "P")
    written = write_interchange(guide, tables, envelope).decode().replace("~\n", "\n")
    start = written.index("\n", written.index("\nST*") + 1)
    assert written[start : written.index("\nSE*") + 1] == WHOLE[name]
