"""Files that others made, read into tables by their guides and written again: the same segments.

What may differ is canonicalisation, and is undone here before comparing: delimiters, line breaks and repetition
separators are ours; text is upper case, without doubled spaces; amounts and quantities lose zeros at their ends; empty
elements and components at the end of a segment go; segments of one id in a row come in the order of the guide (REF*EI
before REF*G5, say); HL segments are numbered anew.
"""

import csv
import json
import re
from datetime import date
from itertools import groupby
from pathlib import Path

import polars as pl
import pytest

from data_contracts.x12.guides import GUIDES
from tasks.x12.envelope_tables import read_envelopes
from tasks.x12.file import X12File, open_file, read_loops
from tasks.x12.interchange import Envelope
from tasks.x12.tables import read_tables
from tasks.x12.write import write_interchange
from tests.x12.pyx12_check import errors

ROOT = Path(__file__).resolve().parents[3] / "shared" / "x12"
Segment = list[list[list[str]]]


def _manifest() -> list[dict[str, str]]:
    if not (ROOT / "MANIFEST.tsv").is_file():
        return []
    with (ROOT / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        # It is paid on a day that the calendar does not have, which no table can hold.
        return [row for row in rows if row["file"] != "835/moov-io-sample2.x12"]


@pytest.fixture(autouse=True)
def _needs_examples(shared: Path) -> None:
    """All tests here read the shared examples."""


def _segments(content: bytes) -> list[Segment]:
    """Segments of elements of repetitions of components, by the plainest reading there is."""
    text = content.decode("utf-8").lstrip("\ufeff\r\n ")
    element, component, end = text[3], text[104], text[105]
    repetition = "^" if text[82].isalnum() else text[82]
    found = []
    for segment in text.split(end):
        parts = segment.strip("\r\n ").split(element)
        if parts != [""]:
            plain = parts[0] == "ISA"
            found.append([[one.split(component) for one in ([part] if plain else part.split(repetition))]
                          for part in parts])  # fmt: skip
    return found


def _canonical(segment: Segment) -> Segment:
    """A segment in upper case, numbers without zeros at their ends, nothing empty at its end."""
    made = [[[_plain(one) for one in part] for part in element] for element in segment]
    for part in (part for element in made for part in element):
        while len(part) > 1 and not part[-1]:
            part.pop()
    while made[-1] == [[""]]:
        made.pop()
    return made


def _plain(text: str) -> str:
    text = re.sub(" {2,}", " ", text.upper().strip())
    if not re.fullmatch(r"-?\d*\.\d*", text):
        return text
    whole = text.rstrip("0").rstrip(".").lstrip("-").lstrip("0") or "0"
    return ("-" if text.startswith("-") and whole != "0" else "") + ("0" if whole.startswith(".") else "") + whole


def _bodies(content: bytes) -> list[list[Segment]]:
    """Transaction sets without ST, SE and their numbers of HL; segments of one id in a row sorted."""
    bodies: list[list[Segment]] = []
    inside = False
    for segment in map(_canonical, _segments(content)):
        name = segment[0][0][0]
        if name == "ST":
            bodies.append([])
        inside = (inside or name == "ST") and name != "SE"
        if inside:
            bodies[-1].append(segment)
    return [
        [one for name, group in groupby(body, lambda one: one[0][0][0]) for one in _sorted(name, list(group))]
        for body in bodies
    ]


def _sorted(name: str, group: list[Segment]) -> list[Segment]:
    return group if name == "HL" else sorted(group)


def _written(file: X12File, at: int) -> bytes:
    """One transaction set read by its guide and written again as an interchange of its own."""
    guide = next(guide for guide in GUIDES if at in file.sets(guide))
    read = read_tables(file.segments, read_loops(file, guide), file.findings)
    for name in ("other_segments", "other_elements"):
        assert read[name].filter(pl.col("st_index") == at).is_empty(), read[name]
    tables = {name: frame.filter(pl.col("st_index") == at) for name, frame in read.items()}
    return write_interchange(guide, tables, _envelope(file, at))


def _envelope(file: X12File, at: int) -> Envelope:
    tables = read_envelopes(file, GUIDES)
    sets = tables["transaction_set"].row(at, named=True)
    isa, gs = (tables[name].row(sets[key], named=True)
               for name, key in (("interchange", "isa_index"), ("functional_group", "gs_index")))  # fmt: skip
    return Envelope(
        sender_qualifier=isa["sender_qualifier"], sender_id=isa["sender_id"].upper(),
        receiver_qualifier=isa["receiver_qualifier"], receiver_id=isa["receiver_id"].upper(), day=isa["made_on"],
        control=int(isa["control"]), usage=isa["usage"], version=gs["version"], group_control=int(gs["control"]),
    )  # fmt: skip


@pytest.mark.parametrize("row", _manifest(), ids=lambda row: row["file"])
def test_reading_and_writing_gives_the_same_segments(row):
    content = (ROOT / row["file"]).read_bytes()
    file = open_file(content, row["file"])
    wanted = _bodies(content)
    assert len(wanted) == len(file.envelope.st)
    for at, body in enumerate(wanted):
        (again,) = _bodies(_written(file, at))
        assert again == body


# What pyx12's maps do not allow although the example is as its guide has it, by transaction set.
NOT_IN_PYX12 = {
    # A state that does not exist, as received.
    "835": ["(NP) is not a valid code for Payee State Code"],
    # Postal codes of five digits.
    "837I": ["Postal Zone or ZIP Code", "Statement From and To Date"],
    # A way of sending attachments that the guide allows.
    "837P": ["(AD) is not a valid code for Attachment Transmission Code"],
    # The guide allows ten contexts.
    "999": ["Segment CTX exceeded max count"],
    # A level without its own status, a day in the year 1001.
    "277CA": ["(STC) missing", "contains an invalid date (10010101)"],
}


@pytest.mark.parametrize("name", NOT_IN_PYX12)
def test_pyx12_accepts_all_examples_of_a_kind_written_into_one_file(name):
    guide = next(guide for guide in GUIDES if guide.name == name)
    tables: dict[str, list[pl.DataFrame]] = {}
    sets = 0
    for row in _manifest():
        file = open_file((ROOT / row["file"]).read_bytes(), row["file"])
        if len(mine := file.sets(guide)):
            for table, frame in read_tables(file.segments, read_loops(file, guide), file.findings).items():
                tables.setdefault(table, []).append(frame.with_columns(pl.col("st_index") + sets))
            sets += int(mine.max()) + 1
    joined = {table: pl.concat(frames) for table, frames in tables.items()}
    first = guide.loops[0].table
    joined[first] = joined[first].with_columns(st_control=pl.format("{}", pl.col("st_index") + 1001))
    envelope = Envelope("ZZ", "SENDER", "ZZ", "RECEIVER", date(2026, 11, 2), 1, "T")
    written = write_interchange(guide, joined, envelope)
    assert written.count(b"\nST*") == len(joined[first]) > 0
    unexplained = [
        one for one in errors(written) if not any(known in json.loads(one)["err_str"] for known in NOT_IN_PYX12[name])
    ]
    assert unexplained == []
