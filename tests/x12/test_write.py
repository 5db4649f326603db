"""Writing: what a guide and its tables become, character by character; what is refused, and how."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.x12.guide import Column, Guide, Loop, Segment
from tasks.x12.characters import as_text
from tasks.x12.file import open_file
from tasks.x12.write import Envelope, write_interchange, write_ta1
from tests.x12.toy_guide import TOY

ENVELOPE = Envelope("ZZ", "US", "ZZ", "THEM", date(2026, 11, 2), 41, "T")
DAY, LATER = date(2026, 1, 5), date(2026, 1, 7)
ISA = "ISA*00*          *00*          *ZZ*US             *ZZ*THEM           *261102*0000*^*00501*000000041*1*T*:~"
Tables = dict[str, pl.DataFrame]


def lines_of(tables: Tables) -> list[str]:
    """The segments between ST and SE, without their terminators."""
    text = write_interchange(TOY, tables, ENVELOPE).decode()
    return [line.removesuffix("~") for line in text.splitlines()[3:-3]]


def one_claim(**more: pl.DataFrame) -> Tables:
    """One claim directly under a subscriber, and further tables."""
    return {
        "letter": pl.DataFrame({"st_index": [0], "st_control": ["0001"]}),
        "house": pl.DataFrame({"st_index": [0], "house_index": [0]}),
        "person": pl.DataFrame({"st_index": [0], "house_index": [0], "person_index": [0]}),
        "claim": pl.DataFrame(
            {"st_index": [0], "house_index": [0], "person_index": [0], "claim_index": [0], "claim_number": ["C0"]}
        ),
    } | more


def in_claim(count: int, **columns: list[object]) -> pl.DataFrame:
    """Rows of a table of segments in that claim."""
    return pl.DataFrame({"st_index": [0] * count, "claim_index": [0] * count, "loop": ["2300"] * count} | columns)


def after_claim(**more: pl.DataFrame) -> list[str]:
    """What follows the claim's CLM."""
    lines = lines_of(one_claim(**more))
    return lines[lines.index("CLM*C0*****Y") + 1 :]


def written_values(values: Iterable[object], kind: pl.DataType | type[pl.DataType] = pl.String) -> list[str]:
    return as_text(pl.DataFrame({"a": pl.Series(list(values), dtype=kind)}))["a"].to_list()


def test_rows_of_any_order_become_a_tree_with_its_numbers_and_counts() -> None:
    tables = {
        "letter": pl.DataFrame({"st_index": [1, 0], "st_control": ["0002", "0001"], "total": [None, Decimal("3.10")]}),
        "house": pl.DataFrame({"st_index": [0, 1, 0], "house_index": [1, 0, 0], "house_name": ["b", None, "a"]}),
        "person": pl.DataFrame({"st_index": [0, 0], "house_index": [0, 0], "person_index": [1, 0]}),
        "child": pl.DataFrame({"st_index": [0], "house_index": [0], "person_index": [0], "child_index": [0]}),
        "claim": pl.DataFrame(
            {
                "st_index": [0, 0, 0],
                "house_index": [0, 0, 0],
                "person_index": [1, 0, 0],
                "child_index": [None, 0, None],
                "claim_index": [2, 1, 0],
                "claim_number": ["C2", "C1", "C0"],
            }
        ),
        "line": pl.DataFrame({"st_index": [0, 0], "claim_index": [1, 1], "line_index": [1, 0], "number": [2, 1]}),
    }

    assert write_interchange(TOY, tables, ENVELOPE).decode().splitlines() == [
        ISA,
        "GS*HC*US*THEM*20261102*0000*41*X*TOY1~",
        "ST*837*0001*TOY1~", "HL*1**20*1~", "NM1*85*2*A*****XX~",
        "HL*2*1*22*1~", "PAT*N~", "CLM*C0*****Y~",
        "HL*3*2*23*0~", "CLM*C1*****Y~", "LX*1~", "LX*2~",
        "HL*4*1*22*0~", "PAT*N~", "CLM*C2*****Y~",
        "HL*5**20*0~", "NM1*85*2*B*****XX~", "TOT*3.1~", "SE*17*0001~",
        "ST*837*0002*TOY1~", "HL*1**20*0~", "SE*3*0002~",
        "GE*2*41~",
        "IEA*1*000000041~",
    ]  # fmt: skip


def test_a_part_without_a_table_is_opened_where_any_of_it_is_filled() -> None:
    tables = {"letter": pl.DataFrame({"st_index": [0], "st_control": ["0001"]})}
    assert lines_of(tables) == []

    tables["letter"] = tables["letter"].with_columns(sender_phone=pl.lit("555"))
    tables["house"] = pl.DataFrame({"st_index": [0], "house_index": [0], "pay_street": ["1 Road"]})
    assert lines_of(tables) == ["NM1*41*2", "PER*IC*TE*555", "HL*1**20*0", "NM1*87*2", "N3*1 ROAD"]


def test_elements_composites_days_and_cuts() -> None:
    claim = one_claim()["claim"].with_columns(
        place=pl.lit("11"), frequency=pl.lit("7"), charge=pl.lit(Decimal("-0.50")), stay_from=DAY, stay_to=LATER,
        code2=pl.lit("z"),
    )  # fmt: skip
    lines = lines_of(
        one_claim(claim=claim, house=one_claim()["house"].with_columns(house_name=pl.lit("Eleven left of")))
    )

    assert lines[1] == "NM1*85*2*ELEVEN LEFT*****XX"
    assert lines[4:] == ["CLM*C0*-0.5***11::7*Y", "DTP*435*RD8*20260105-20260107", "HI*:::Z"]
    lines = lines_of(one_claim(claim=claim.with_columns(stay_to=None)))
    assert "DTP*435*D8*20260105" in lines


def test_what_consists_of_constants_is_written_for_every_row() -> None:
    people = pl.DataFrame({"st_index": [0] * 3, "house_index": [0] * 3, "person_index": [0, 1, 2]})
    remarks = pl.DataFrame({"st_index": [0] * 2, "house_index": [0] * 2, "person_index": [0, 2], "loop": ["2000B"] * 2})
    person = next(loop for loop in TOY.loops if loop.id == "2000B")
    hl, *others = person.segments
    between = Segment("NTE", "Only a heading; NTE*X", "note", fixed=((1, "X"),))
    loops = tuple(replace(loop, segments=(hl, between, *others)) if loop is person else loop for loop in TOY.loops)
    tables = one_claim(person=people, note=remarks)

    lines = write_interchange(replace(TOY, loops=loops), tables, ENVELOPE).decode().splitlines()
    assert [line for line in lines if line[:3] in ("NTE", "PAT")] == ["NTE*X~", "PAT*N~", "PAT*N~", "NTE*X~", "PAT*N~"]


def test_repetitions_stay_repetitions() -> None:
    child = pl.DataFrame(
        {"st_index": [0], "house_index": [0], "person_index": [0], "child_index": [0], "marks": ["a^b:c*d"]}
    )
    assert lines_of(one_claim(child=child))[-1] == "DMG*D8**A^B C D"


def test_rows_are_put_together_into_segments() -> None:
    rows = in_claim(
        6,
        group_code=["CO", "CO", "CO", "PR", "PR", "PR"],
        triplet=[1, 3, 1, 6, 7, 8],
        reason_code=["45", "1", "2", "3", "4", "5"],
        amount=[Decimal("1.00"), Decimal("2.00"), Decimal("0.00"), Decimal("4.50"), Decimal("5.00"), Decimal("6.00")],
        quantity=[None, Decimal("1.000"), None, None, None, None],
    )
    assert after_claim(adjustment=rows) == [
        "CAS*CO*45*1*****1*2*1", "CAS*CO*2*0", "CAS*PR" + "*" * 15 + "*3*4.5", "CAS*PR*4*5**5*6",
    ]  # fmt: skip


def test_rows_without_numbers_count_up_and_split_when_the_segment_is_full() -> None:
    rows = in_claim(8, group_code=["CO"] * 7 + ["PR"], reason_code=[str(n) for n in range(8)])
    assert after_claim(adjustment=rows) == ["CAS*CO*0***1***2***3***4***5", "CAS*CO*6", "CAS*PR*7"]


def test_a_row_goes_to_the_use_that_fits_its_qualifier_and_its_values() -> None:
    line = pl.DataFrame({"st_index": [0], "claim_index": [0], "line_index": [0]})
    at = line.with_columns(loop=pl.lit("2400"))
    remark = pl.concat([at, at, at]).with_columns(
        qualifier=pl.Series(["RX", "HE", "RX"]), code=pl.Series(["a", "b", "c"])
    )
    total = pl.concat([at, at]).with_columns(
        qualifier=pl.Series(["X", "Y"]), sum=pl.Series([Decimal(1), None]), count=pl.Series([None, Decimal(2)])
    )
    lines = after_claim(line=line, remark=remark, total=total)

    assert lines == ["LX", "LQ*HE*B", "LQ*RX*A", "LQ*RX*C", "QTY*Y*2", "AMT*X*1"]


def test_a_part_of_which_only_a_row_is_known_is_opened_too() -> None:
    reference = pl.DataFrame({"st_index": [0], "loop": ["1000A"], "qualifier": ["A"]})
    assert lines_of(one_claim(reference=reference))[:2] == ["NM1*41*2", "REF*A"]


def test_what_may_hold_a_part_comes_after_the_parts_of_its_own_level_and_before_all_that_follows() -> None:
    loops = (
        Loop("ST", "Letter", "ST", "", (), table="letter"),
        Loop("LX", "Batch", "LX", "ST", (
            Segment("LX", "Its number; LX*1", "batch", (Column("number", 1),)),
        ), table="batch", index="batch_index"),
        Loop("CLP", "Claim", "CLP", ("LX", "ST"), (
            Segment("CLP", "Its number; CLP*1", "claim", (Column("number", 1),)),
            Segment("MOA", "Codes; MOA*A", "claim", (Column("remark", 1),)),
            Segment("MOA", "Codes, as rows; MOA*A", "remark", (Column("code", 1),), derived=True),
            Segment("LQ", "Code; LQ*HE*A", "remark", (Column("kind", 1), Column("code", 2)), (1, ("HE",))),
        ), table="claim", index="claim_index", within="ST"),
        Loop("PLB", "Rest", "PLB", "ST", (
            Segment("PLB", "Amount; PLB*1", "plb", (Column("amount", 1, kind="amount"),)),
        )),
    )  # fmt: skip
    guide = Guide("x", "835", ("X1",), "HP", "", loops, ("letter", "batch", "claim", "remark", "plb"))
    at = {"st_index": [0, 0], "claim_index": [0, 1]}
    tables = {
        "letter": pl.DataFrame({"st_index": [0], "st_control": ["0001"]}),
        "batch": pl.DataFrame({"st_index": [0], "batch_index": [0], "number": ["1"]}),
        "claim": pl.DataFrame(at | {"batch_index": [None, 0], "number": ["A", "B"], "remark": [None, "M"]}),
        "remark": pl.DataFrame(at | {"loop": ["CLP", "CLP"], "kind": ["HE", None], "code": ["N", "M"]}),
        "plb": pl.DataFrame({"st_index": [0], "loop": ["PLB"], "amount": [Decimal(5)]}),
    }

    lines = write_interchange(guide, tables, ENVELOPE).decode().splitlines()
    assert lines[2:-3] == ["ST*835*0001~", "CLP*A~", "LQ*HE*N~", "LX*1~", "CLP*B~", "MOA*M~", "PLB*5~"]


def test_columns_and_tables_that_the_guide_does_not_know_are_not_written() -> None:
    tables = one_claim(other_segments=pl.DataFrame({"text": ["XYZ*1"]}))
    tables["claim"] = tables["claim"].with_columns(permit_again=pl.lit("P"), mood=pl.lit("good"))
    assert lines_of(tables) == lines_of(one_claim())


BAD: dict[str, tuple[Tables, str]] = {
    "no set": ({"letter": pl.DataFrame()}, "Table letter has no rows"),
    "short control": (
        {"letter": pl.DataFrame({"st_index": [0], "st_control": ["1"]})}, "column st_control, row 1: .* 4"
    ),
    "no control": ({"letter": pl.DataFrame({"st_index": [0]})}, "Table letter: the column st_control is missing"),
    "null counter": (
        one_claim(line=pl.DataFrame({"st_index": [0, 0], "claim_index": [0, 0], "line_index": [0, None]})),
        "Table line, column line_index, row 2",
    ),
    "null parent": (one_claim(reference=in_claim(1).with_columns(claim_index=None)), "column claim_index, row 1"),
    "no parent": (
        one_claim(line=pl.DataFrame({"st_index": [0, 0], "claim_index": [0, 7], "line_index": [0, 0]})),
        "Table line, row 2: there is no 2300 with its counters",
    ),
    "claim of nobody": (
        one_claim(claim=pl.DataFrame({"st_index": [0], "claim_index": [0]})),
        "Table claim, row 1: it has the counter of no",
    ),
    "twice": (
        one_claim(claim=pl.concat([one_claim()["claim"]] * 2), line=in_claim(1).with_columns(line_index=0)),
        "Table claim, row 1: another row has the same counters",
    ),
    "many digits": (
        one_claim(claim=one_claim()["claim"].with_columns(charge=pl.lit(Decimal("12345678901234567.89")))),
        "Table claim, column charge, row 1: .* 18 digits",
    ),
    "day as text": (
        one_claim(claim=one_claim()["claim"].with_columns(onset_on=pl.lit("2026-01-05"))),
        "column onset_on: String; days",
    ),
    "amount as text": (
        one_claim(claim=one_claim()["claim"].with_columns(charge=pl.lit("1.50"))), "column charge: String; numbers"
    ),
    "a set twice": (
        {"letter": pl.DataFrame({"st_index": [0, 0], "st_control": ["0001", "0002"]})},
        "column st_index, row 1: another",
    ),
    "floats": (one_claim(claim=one_claim()["claim"].with_columns(charge=1.5)), "column charge: .*Decimal"),
    "strange loop": (one_claim(reference=in_claim(1).with_columns(loop=pl.lit("2999"))), "row 1: .* loop 2999"),
    "strange role": (
        one_claim(party=pl.DataFrame({"st_index": [0], "claim_index": [0], "party_index": [0], "role": ["QQ"]})),
        "Table party, column role, row 1: NM1 of loop 2310 has one of DN, 82, 77",
    ),
    "strange qualifier": (
        one_claim(
            line=in_claim(1).drop("loop").with_columns(line_index=0),
            remark=in_claim(1, qualifier=["ZZ"], code=["secret"]).with_columns(line_index=0, loop=pl.lit("2400")),
        ),
        "Table remark, row 1: in loop 2400 .* qualifier 'ZZ'",
    ),
    "number from nowhere": (
        one_claim(adjustment=in_claim(1, group_code=["CO"], triplet=[0], reason_code=["1"])), "column triplet, row 1"
    ),
    "a last day alone": (
        one_claim(claim=one_claim()["claim"].with_columns(stay_to=DAY)), "Table claim, column stay_to, row 1"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_written_is_refused_with_its_place_and_without_its_value(name: str) -> None:
    tables, message = BAD[name]
    with pytest.raises(ValueError, match=message) as refused:
        write_interchange(TOY, tables, ENVELOPE)
    assert "secret" not in str(refused.value)
    assert "12345678901234567" not in str(refused.value)


def test_an_envelope_says_what_it_was_given() -> None:
    envelope = replace(
        ENVELOPE, time="1230", acknowledge=False, application_sender="APP1", application_receiver="APP2",
        group_day=DAY, group_time="0915", group_control=7, version="TOY1X", authorization=("03", "ABC"),
    )  # fmt: skip
    tables = {"letter": pl.DataFrame({"st_index": [0], "st_control": ["0001"], "version": ["OTHER"]})}
    lines = write_interchange(TOY, tables, envelope).decode().splitlines()

    assert len(lines[0]) == len(ISA) == 106
    assert lines[0].startswith("ISA*03*ABC       *00*")
    assert lines[0].endswith("*261102*1230*^*00501*000000041*0*T*:~")
    assert lines[1] == "GS*HC*APP1*APP2*20260105*0915*7*X*TOY1X~"
    assert lines[2] == "ST*837*0001*OTHER~"
    assert lines[-2:] == ["GE*1*7~", "IEA*1*000000041~"]


@pytest.mark.parametrize(
    "wrong", [{"sender_id": "A" * 16}, {"receiver_id": "A*B"}, {"usage": ""}, {"control": 10**9}, {"time": "9"}]
)
def test_an_envelope_that_no_isa_can_hold_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        replace(ENVELOPE, **wrong)  # type: ignore[arg-type]


def test_interchange_acknowledgements() -> None:
    row = {"answered_isa_control": "000000017", "answered_on": DAY, "answered_time": "1201", "code": "R", "note": "010"}
    content = write_ta1(pl.DataFrame([row]), ENVELOPE)

    assert content.decode().splitlines() == [ISA, "TA1*000000017*260105*1201*R*010~", "IEA*0*000000041~"]
    findings = open_file(content, "ta1").finding_table()
    assert findings.filter(pl.col("severity") == "error").is_empty()
    with pytest.raises(ValueError, match="column code, row 1"):
        write_ta1(pl.DataFrame([row | {"code": "Q"}]), ENVELOPE)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("José Núñez-Ørsted", "JOSE NUNEZ-ORSTED"),
        ("Weiß & Söhne", "WEISS & SOHNE"),
        ("O’Brien", "O'BRIEN"),
        ("a*b:c~d^e", "A B C D E"),
        ("  12  Elm\tSt\n", "12 ELM ST"),
        ("12 Elm St", "12 ELM ST"),
        ("Þór Æsir", "THOR AESIR"),
        ("Nguyễn Đức", "NGUYEN DUC"),
        ("#4, 50% [x]_{y}\\|<z>$@", "#4, 50% [X]_{Y}\\|<Z>$@"),
        ("Иван", ""),
        ("\n", ""),
        ("a\nb", "A B"),
        (None, ""),
    ],
)
def test_characters(value: str | None, written: str) -> None:
    assert written_values([value, "PLAIN"]) == [written, "PLAIN"]


@given(st.lists(st.text(max_size=20), min_size=1, max_size=20))
def test_no_value_ends_an_element_and_cleaning_twice_changes_nothing(values: list[str]) -> None:
    once = written_values(values)

    for value in once:
        assert value.isascii()
        assert not set(value) & set("*:~^\r\n\t")
        assert value == value.strip() == value.upper()
    assert written_values(once) == once


def test_amounts_and_dates() -> None:
    amounts = [Decimal(a) for a in ("0.00", "0.50", "79.04", "100.00", "-12.30", "1000000.10")]

    assert written_values(amounts, pl.Decimal(14, 2)) == ["0", "0.5", "79.04", "100", "-12.3", "1000000.1"]
    assert written_values([Decimal(100)], pl.Decimal(12, 0)) == ["100"]
    assert written_values([date(2026, 1, 5), date(987, 1, 5), None], pl.Date) == ["20260105", "09870105", ""]
    assert written_values([3, None], pl.Int64) == ["3", ""]
