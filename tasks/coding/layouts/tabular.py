"""ICD-10-CM: the tabular list (XML), the order file (fixed columns) and the alphabetic index (XML) of NCHS and CMS."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, parse

import polars as pl

from tasks.coding.layouts.grid import read_grid, text_of
from tasks.coding.layouts.header import plain
from tasks.coding.release import CodeSetError
from tasks.coding.shapes import INDEX, NOTES

# Notes of the tabular list -> what we call them.
_KINDS = {
    "includes": "includes",
    "inclusionTerm": "inclusion",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "codeAlso": "code_also",
    "useAdditionalCode": "use_additional",
}
_CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{0,4})?(?:-(?!\s*[A-Z][0-9]))?"
_REFERENCE = re.compile(rf"({_CODE})(?:\s*-\s*({_CODE}))?")
_BLOCK = re.compile(r"([A-Z][0-9][0-9A-Z])(?:-([A-Z][0-9][0-9A-Z]))?")
# "7th characters D and S do not apply to codes in category S06 with 6th character 7 - …, or 8 - …"
_BARRED = re.compile(r"7th characters? (.+?) do not apply to codes in category .+? with 6th character (.+)")

Row = tuple[object, ...]


@dataclass
class _Seventh:
    """The seventh characters in force below a category, and those barred for some sixth characters."""

    meanings: list[tuple[str, str]]
    barred: set[str]
    sixth: set[str]

    def of(self, code: str) -> list[tuple[str, str]]:
        """Character and meaning for a code of up to six characters."""
        stem = code.ljust(6, "X")
        return [pair for pair in self.meanings if not (stem[5] in self.sixth and pair[0] in self.barred)]


def read_tabular(path: Path) -> tuple[int, pl.DataFrame, pl.DataFrame]:
    """Fiscal year, codes (code, billable, description) and notes (NOTES) of a tabular list.

    A code that takes a seventh character is listed with each of them, filled up with X. Raises CodeSetError.
    """
    root = _root(path, "ICD10CM.tabular")
    year = root.findtext("version", "")
    if not re.fullmatch(r"20\d\d", year):
        raise CodeSetError(f"{path}: its <version> is no year; is it the tabular list?")
    codes: list[Row] = []
    notes: list[Row] = []
    for chapter in root.findall("chapter"):
        notes += _notes(chapter, *_span(chapter.findtext("desc", "").rpartition("(")[2]))
        for section in chapter.findall("section"):
            notes += _notes(section, *_span(section.get("id", "")))
            for category in section.findall("diag"):
                _walk(category, None, False, codes, notes)
    columns = {"code": pl.String, "billable": pl.Boolean, "description": pl.String}
    return (
        int(year),
        pl.DataFrame(codes, schema=columns, orient="row"),
        pl.DataFrame(notes, schema=dict(NOTES), orient="row"),
    )


def _walk(node: Element, seventh: _Seventh | None, code_first: bool, codes: list[Row], notes: list[Row]) -> None:
    code, title = node.findtext("name", "").replace(".", ""), node.findtext("desc", "").strip()
    seventh = _seventh(node) or seventh
    code_first = code_first or node.find("codeFirst") is not None
    notes += _notes(node, code, code)
    children = node.findall("diag")
    for child in children:
        _walk(child, seventh, code_first, codes, notes)
    characters = seventh.of(code) if seventh and not children and len(code) < 7 else []
    codes.append((code, not children and not characters, title))
    for character, meaning in characters:
        codes.append((code.ljust(6, "X") + character, True, f"{title}, {meaning}"))
    if not children and code_first and "classified elsewhere" in title.lower():
        notes.append((code, code, "manifestation", 0, title, None, None))


def _seventh(node: Element) -> _Seventh | None:
    definition = node.find("sevenChrDef")
    if definition is None:
        return None
    meanings = [(e.get("char", ""), (e.text or "").strip()) for e in definition.findall("extension")]
    barred: set[str] = set()
    sixth: set[str] = set()
    for note in node.findall("notes/note"):
        if match := _BARRED.search(note.text or ""):
            barred |= set(re.findall(r"\b[A-Z]\b", match[1]))
            sixth |= set(re.findall(r"\b(\d) -", match[2]))
    return _Seventh(meanings, barred, sixth)


def _notes(node: Element, first: str, last: str) -> Iterator[Row]:
    """The notes at a chapter, block or code: a row per note and code that it names, or one row."""
    for tag, kind in _KINDS.items():
        texts = [" ".join((note.text or "").split()) for note in node.findall(f"{tag}/note")]
        for position, text in enumerate(texts):
            targets: list[tuple[str | None, str | None]] = []
            if kind not in ("includes", "inclusion"):
                targets += _targets(text)
            for target in targets or [(None, None)]:
                yield (first, last, kind, position, text, *target)
    definition = node.find("sevenChrDef")
    for position, extension in enumerate(definition.findall("extension") if definition is not None else []):
        yield (first, last, "seventh", position, (extension.text or "").strip(), extension.get("char"), None)


def _targets(text: str) -> Iterator[tuple[str, str]]:
    """First and last code of each reference in the brackets of a note: (E08.-) is E08 to E08, (A00-A09) A00 to A09.

    >>> list(_targets("drug induced (E09.-, T38.0X5) or any (A00-B99)"))
    [('E09', 'E09'), ('T380X5', 'T380X5'), ('A00', 'B99')]
    """
    for bracket in re.findall(r"[(\[]([^()\[\]]*)[)\]]", text):
        for first, last in _REFERENCE.findall(bracket):
            start = first.replace(".", "").rstrip("-")
            yield start, (last.replace(".", "").rstrip("-") or start)


def _span(text: str) -> tuple[str, str]:
    match = _BLOCK.search(text)
    return (match[1], match[2] or match[1]) if match else ("", "")


def read_order_file(path: Path) -> pl.DataFrame:
    """Codes (code, billable, description) of an order file: fixed columns, or a table with code, billable and long."""
    if path.suffix.lower() in {".parquet", ".csv"}:
        long = ("long", "longdescription", "description")
        names = {"code": ("code",), "billable": ("billable",), "description": long}
        rows = read_grid(path, names)
        return rows.with_columns(pl.col("billable").str.to_lowercase().is_in(["1", "true"]))
    lines = [line for line in text_of(path).splitlines() if line.strip()]
    wrong = next((n for n, line in enumerate(lines, 1) if not re.match(r"\d{5} [A-Z0-9]{3,7} +[01] ", line)), None)
    if wrong is not None or not lines:
        raise CodeSetError(f"{path}: line {wrong or 1} is no line of an order file (number, code, 0 or 1, titles)")
    return pl.DataFrame(
        {
            "code": [line[6:14].strip() for line in lines],
            "billable": [line[14] == "1" for line in lines],
            "description": [line[77:].strip() or line[16:77].strip() for line in lines],
        }
    )


def read_index(path: Path) -> pl.DataFrame:
    """Terms of the alphabetic index (INDEX): main term and subterms in one text, with the code or what to see."""
    root = _root(path, "ICD10CM.index")
    rows: list[Row] = []
    for term in root.iter("mainTerm"):
        _index_terms(term, "", rows)
    return pl.DataFrame(rows, schema=dict(INDEX), orient="row")


def _index_terms(node: Element, above: str, rows: list[Row]) -> None:
    title = node.find("title")
    text = " ".join("".join(title.itertext()).split()) if title is not None else ""
    term = f"{above} {text}".strip()
    code = node.findtext("code", "").replace(".", "").rstrip("-") or None
    see = node.findtext("see") or node.findtext("seeAlso") or None
    if code or see:
        rows.append((term, code, see))
    for child in node.findall("term"):
        _index_terms(child, term, rows)


def _root(path: Path, tag: str) -> Element:
    try:
        root = parse(path).getroot()  # noqa: S314  # a file that the billing company itself loads; expat bounds its growth
    except ParseError as error:
        raise CodeSetError(f"{path}: is no XML file (line {error.position[0]})") from None
    if plain(root.tag) != plain(tag):
        raise CodeSetError(f"{path}: is no {tag} file (its first element is {root.tag})")
    return root
