"""A document as parts that paper and screen both know: the same parts become HTML and PDF, so neither says more.

Every value is text here, already in the form in which people read it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Literal

from reports.render import TEMPLATES, environment

# A page knows what svg is; a picture that stands alone must say it.
_SVG = r"\"http://www.w3.org/2000/svg\""

Align = Literal["left", "right"]


@dataclass(frozen=True)
class Column:
    """A column of a table. `wide` takes the room that the others leave; `code` is set in a fixed pitch."""

    name: str
    align: Align = "left"
    wide: bool = False
    code: bool = False


@dataclass(frozen=True)
class Row:
    """One row; `style` is empty, `group` (a heading over the rows that follow) or `total`.

    `named` is how many columns the name has: the empty ones behind that of a total are its own, so that it widens none.
    """

    cells: tuple[str, ...]
    style: Literal["", "group", "total"] = ""
    named: int = 1


@dataclass(frozen=True)
class Table:
    """Rows under a caption; the first cell of a row names it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: str = "table"


@dataclass(frozen=True)
class Text:
    """A paragraph; `note` is set smaller and lighter, `strong` stands out."""

    text: str
    tone: Literal["", "note", "strong"] = ""
    kind: str = "text"


@dataclass(frozen=True)
class Tiles:
    """Figures at a glance: (name, figure, what it is)."""

    items: tuple[tuple[str, str, str], ...]
    kind: str = "tiles"


@dataclass(frozen=True)
class Boxes:
    """Lines of text side by side under small headings: addresses, days, how to pay."""

    boxes: tuple[tuple[str, tuple[str, ...]], ...]
    kind: str = "boxes"


@dataclass(frozen=True)
class Chart:
    """A picture with what it says in words; `svg` is drawn by templates/macros.html.j2."""

    svg: str
    alt: str
    caption: str
    kind: str = "chart"


Part = Table | Text | Tiles | Boxes | Chart


@dataclass(frozen=True)
class Section:
    """Parts under a heading; `new_page` begins one on paper."""

    heading: str
    parts: tuple[Part, ...]
    new_page: bool = False


@dataclass(frozen=True)
class Paper:
    """One document: `title` is its name in a list of files, `name` what stands large on it, `sender` above that."""

    title: str
    sender: str
    name: str
    below: str
    sections: tuple[Section, ...]
    foot: str
    lead: tuple[Part, ...] = field(default=())


def html(paper: Paper) -> bytes:
    """The document as one HTML page that needs nothing but itself."""
    return environment().get_template("paper.html.j2").render(paper=paper).encode()


@cache
def _compiler() -> Any:
    """The typesetter, made once a process. It sees its own fonts alone: those of the machine would change the bytes."""
    # Only those who write documents pay for it.
    from typst import Compiler

    return Compiler(str(TEMPLATES / "paper.typ"), root=str(TEMPLATES), font_paths=[], ignore_system_fonts=True)


def pdf(paper: Paper) -> bytes:
    """The document as PDF with tags, title and language (PDF/UA-1); the same bytes for the same document."""
    data = json.dumps(asdict(paper), ensure_ascii=False).replace("<svg ", f"<svg xmlns={_SVG} ")
    made: bytes = _compiler().compile(sys_inputs={"paper": data}, format="pdf", pdf_standards=["ua-1"])
    return made


def total_row(columns: int, name: str, *cells: str) -> Row:
    """The last row of a table: its name, empty cells, and the sums at the right."""
    named = columns - len(cells)
    return Row((name, *[""] * (named - 1), *cells), "total", named)


def names(*columns: str | Column) -> tuple[Column, ...]:
    """Columns by name; a name that begins with `>` is aligned right, with `*` takes the room that is left.

    >>> [c.align for c in names("*What", ">Amount")]
    ['left', 'right']
    """
    return tuple(c if isinstance(c, Column) else _named(c) for c in columns)


def _named(text: str) -> Column:
    return Column(text.lstrip(">*"), "right" if text.startswith(">") else "left", wide=text.startswith("*"))


def rows_of(rows: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    """Plain rows."""
    return tuple(Row(tuple(cells)) for cells in rows)
