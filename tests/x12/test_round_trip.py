"""What is written is read back as it was: tables -> file -> tables is the identity, for every part a guide can have."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from data_contracts.x12.guide import Guide
from tasks.x12.characters import as_text
from tasks.x12.file import open_file, read_loops
from tasks.x12.tables import empty_tables, read_tables
from tasks.x12.write import Envelope, write_interchange
from tests.x12.toy_guide import TOY

ENVELOPE = Envelope("ZZ", "US", "ZZ", "THEM", date(2026, 11, 2), 41, "T")
NOT_WRITTEN = {"segment", "offset", "hl", "hl_parent", "hl_child", "permit_again", "other_segments", "other_elements"}
Rows = dict[str, list[dict[str, object]]]


def read_back(guide: Guide, content: bytes) -> dict[str, pl.DataFrame]:
    file = open_file(content, "toy")
    tables = read_tables(file.segments, read_loops(file, guide), file.findings)
    assert file.finding_table().is_empty(), file.finding_table()
    return tables


def told(tables: Mapping[str, pl.DataFrame]) -> dict[str, list[tuple[object, ...]]]:
    """The values of all tables that are written, texts by the writer's rule; in the order of the rows."""
    found = {}
    for name, frame in tables.items():
        if name in NOT_WRITTEN:
            continue
        wanted = frame.select(sorted(set(frame.columns) - NOT_WRITTEN))
        texts = [column for column, kind in wanted.schema.items() if kind == pl.String]
        clean = as_text(wanted.select(texts), ("marks",)).with_columns(pl.all().replace("", None))
        found[name] = wanted.with_columns(clean).rows()
    return found


# What people type: accents, delimiters, small letters; and what is left must not be empty, or the segment is gone.
TEXT = st.text("abZé ÑøßЖ*:~^\n'-&", max_size=8).map(lambda text: "A" + text)
LONG = st.text("Né *", max_size=60).map(lambda text: "L" + text)
AMOUNT = st.decimals(-(10**9), 10**9, places=2)
QUANTITY = st.decimals(-999, 999, places=3)
DAY = st.dates(date(1900, 1, 1), date(2199, 12, 31))
STAYS = [(st.none(), st.none()), (DAY, st.none()), (DAY, DAY)]
FEW = st.integers(0, 2)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(st.none(), strategy)


@st.composite
def letters(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    """Tables of the toy guide with every part there or not, in the order in which the writer writes them."""
    maker = Maker(draw)
    for number in range(draw(st.integers(1, 2))):
        maker.letter(number)
    empty = empty_tables(TOY)
    frames = {}
    for name in TOY.tables:
        kinds = {column: kind for column, kind in empty[name].schema.items() if column not in NOT_WRITTEN}
        frames[name] = pl.DataFrame(maker.rows[name], schema=kinds, orient="row")
    return frames


class Maker:
    """Makes rows of the toy guide, one part after the other."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.claims = draw, 0
        self.rows: Rows = {name: [] for name in TOY.tables}

    def add(self, table: str, at: dict[str, object], **strategies: st.SearchStrategy[object]) -> None:
        self.rows[table].append(at | {name: self.draw(strategy) for name, strategy in strategies.items()})

    def some(self) -> range:
        return range(self.draw(FEW))

    def letter(self, number: int) -> None:
        at: dict[str, object] = {"st_index": number}
        self.claims = 0
        sender = self.draw(maybe(TEXT))
        self.add("letter", at | {"st_control": f"{number:04}", "version": "TOY1", "sender_name": sender},
                 reference=maybe(TEXT), made_on=maybe(DAY), sender_phone=maybe(TEXT), total=maybe(AMOUNT))  # fmt: skip
        for _ in self.some() if sender else ():
            self.add("reference", at | {"loop": "1000A"}, qualifier=TEXT, reference=maybe(TEXT))
        for house in self.some():
            self.house(at | {"house_index": house})
        self.repeats("plb", at | {"loop": "PLB"}, "pair", {"provider": TEXT, "year_on": maybe(DAY)},
                     {"reason": TEXT, "reference": maybe(TEXT), "amount": maybe(AMOUNT)})  # fmt: skip

    def house(self, at: dict[str, object]) -> None:
        self.add("house", at, house_name=maybe(st.sampled_from(["ROSE", "Élan Vital"])), house_id=maybe(TEXT),
                 street=maybe(LONG), street2=maybe(TEXT), pay_street=maybe(TEXT))  # fmt: skip
        for person in self.some():
            here = at | {"person_index": person}
            self.add("person", here, rank=maybe(TEXT))
            for _ in self.some():
                self.claim(here)
            for child in self.some():
                inner = here | {"child_index": child}
                self.add("child", inner, born_on=maybe(DAY), marks=maybe(st.sampled_from(["A", "A^B", "é^X:Y"])))
                for _ in self.some():
                    self.claim(inner)

    def claim(self, around: dict[str, object]) -> None:
        at: dict[str, object] = {"st_index": around["st_index"], "claim_index": self.claims}
        self.claims += 1
        first, last = self.draw(st.sampled_from(STAYS))
        days = {"stay_from": first, "stay_to": last}
        permit = self.draw(maybe(TEXT))
        self.add("claim", around | at | {"permit": permit}, claim_number=TEXT, charge=maybe(AMOUNT), place=maybe(TEXT),
                 frequency=maybe(TEXT), **days, onset_on=maybe(DAY), code_kind=maybe(TEXT), code=maybe(TEXT),
                 code2=maybe(TEXT))  # fmt: skip
        self.references(at | {"loop": "2300"}, ["EA", "G1"] if permit else ["EA"])
        self.adjustments(at | {"loop": "2300"})
        for party in self.some():
            here = at | {"party_index": party}
            role = st.sampled_from(["DN", "82", "77"])
            names = {"last_name": maybe(LONG), "party_id": maybe(TEXT)}
            self.add("party", around | here, role=role, kind=maybe(TEXT), **names)
            self.references(here | {"loop": "2310"}, ["EA", "G1"])
        for line in self.some():
            self.line(around, at | {"line_index": line})

    def line(self, around: dict[str, object], at: dict[str, object]) -> None:
        first, last = self.draw(st.sampled_from(STAYS))
        self.add("line", around | at | {"number": self.draw(FEW)}, code_qualifier=maybe(TEXT), code=maybe(TEXT),
                 modifier1=maybe(TEXT), modifier2=maybe(TEXT), charge=maybe(AMOUNT), units=maybe(QUANTITY),
                 day_from=first, day_to=last)  # fmt: skip
        here = at | {"loop": "2400"}
        self.references(here, ["EA", "G1"])
        self.adjustments(here)
        for qualifier in sorted(self.draw(st.lists(st.sampled_from(["HE", "RX"]), max_size=3))):
            self.add("remark", here | {"qualifier": qualifier}, code=TEXT)
        for _ in self.some():
            self.add("total", here, qualifier=maybe(TEXT), count=QUANTITY)
        for _ in self.some():
            self.add("total", here, qualifier=maybe(TEXT), sum=AMOUNT)

    def references(self, at: dict[str, object], qualifiers: list[str]) -> None:
        for _ in self.some():
            self.add("reference", at, qualifier=st.sampled_from(qualifiers), reference=maybe(TEXT))

    def adjustments(self, at: dict[str, object]) -> None:
        columns = {"reason_code": maybe(TEXT), "amount": AMOUNT, "quantity": maybe(QUANTITY)}
        self.repeats("adjustment", at, "triplet", {"group_code": TEXT}, columns)

    def repeats(
        self, table: str, at: dict[str, object], number: str, shared: dict[str, st.SearchStrategy[object]],
        columns: dict[str, st.SearchStrategy[object]],
    ) -> None:  # fmt: skip
        for _ in self.some():
            whose = {name: self.draw(strategy) for name, strategy in shared.items()}
            # A segment that could go on from the one before would be read as its continuation.
            for turn in sorted({1, *self.draw(st.lists(st.integers(2, 6), max_size=3))}):
                self.add(table, at | whose | {number: turn}, **columns)


@settings(max_examples=25, deadline=None)
@given(letters())
def test_tables_come_back_from_the_file_as_they_were(tables: dict[str, pl.DataFrame]) -> None:
    content = write_interchange(TOY, tables, ENVELOPE)
    back = read_back(TOY, content)

    came, went = told(back), told({name: tables[name] for name in back if name not in NOT_WRITTEN})
    for name, rows in went.items():
        assert came[name] == rows, name
    assert write_interchange(TOY, back, ENVELOPE) == content


def test_the_property_can_fail() -> None:
    tables = {"letter": pl.DataFrame({"st_index": [0], "st_control": ["0001"], "total": [Decimal("1.10")]})}
    back = read_back(TOY, write_interchange(TOY, tables, ENVELOPE))

    assert back["letter"]["total"].to_list() == [Decimal("1.10")]
    assert back["letter"]["reference"].to_list() == [None]
