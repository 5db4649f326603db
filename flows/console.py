"""What the command prints with: lines, tables, progress, the answer to a query."""

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from flows.progress import listen
from tasks.warehouse import WarehouseError, open_database

_AS_WIDE_AS_NEEDED = 10_000
_out = Console()
# A table is never cut: a dollar amount with an ellipsis is worse than a line that wraps.
_wide = Console(width=_AS_WIDE_AS_NEEDED)
_err = Console(stderr=True)


def say(text: str) -> None:
    """Print a line."""
    _out.print(text, highlight=False, soft_wrap=True)


def complain(text: str) -> None:
    """Print a line to standard error."""
    _err.print(text, highlight=False, soft_wrap=True, style="red", markup=False)


@contextmanager
def progress(first: str) -> Iterator[None]:
    """Show how far the run is while the block runs."""
    with _err.status(first) as shown:

        def show(text: str) -> None:
            _err.print(f"  {text}", highlight=False, style="dim")
            shown.update(text)

        listen(show)
        yield


def table(title: str, rows: list[dict[str, Any]], names: dict[str, str] | None = None) -> None:
    """Print rows as a table; `names` chooses and titles the columns."""
    if not rows:
        return
    columns = names or {name: name for name in rows[0]}
    shown = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for key, heading in columns.items():
        shown.add_column(heading, justify="left" if isinstance(rows[0][key], str | None) else "right", no_wrap=True)
    for row in rows:
        shown.add_row(
            *("" if row[key] is None else f"{row[key]:,}" if _is_number(row[key]) else str(row[key]) for key in columns)
        )
    _wide.print(shown)


def _is_number(value: Any) -> bool:
    return hasattr(value, "as_integer_ratio") and not isinstance(value, bool)


@contextmanager
def reading(size: int) -> Iterator[Callable[[str, int], None]]:
    """Show how many bytes of X12 files have been read; the function given is told a file and how many more."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task("", total=size)
        yield lambda path, more: bar.update(task, advance=more, description=path)


def query(published: Path, text: str, form: str) -> int:
    """Run a query on a published file and print it; returns the exit status."""
    con = open_database(published, read_only=True)
    try:
        cursor = con.execute(text)
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
    except WarehouseError as error:
        complain(str(error))
        return 2
    finally:
        con.close()
    if form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(names)
        writer.writerows(rows)
    elif form == "json":
        print(json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str, indent=1))  # noqa: T201
    else:
        table("", [dict(zip(names, row, strict=True)) for row in rows])
        say(f"{len(rows)} rows")
    return 0
