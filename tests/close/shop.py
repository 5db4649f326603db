"""A small client's books with nights in November and December, ready to be closed; closed and worked in turn."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tasks.month_order import refuse_closed_day
from tasks.night import hmac_macro
from tasks.publish.marts import build_marts
from tasks.warehouse import fetch_dicts, open_database
from tasks.workspace import ClientFolder, Workspace
from tests.ledger.books import CLIENT, COMPANY, Books, open_books
from tests.ledger.x835 import Clp, Line, St

NOVEMBER, DECEMBER = "2026-11", "2026-12"
INVOICING = """
invoicing: {address: [1 Bay Street, "Springfield, IL 62701-0001"], tax_id: "123456789", number_prefix: EV-,
  pay: [By check to the address above]}
"""
AGREEMENT = """
agreements:
  - {valid_from: 2026-01-01, base: everything_collected, desk_payments: in, terms_days: 15,
     pricing: [{name: All collections, by: percent, rate: 6.5}]}
"""


@dataclass
class Shop:
    """A workspace of one client whose warehouse is closed between nights."""

    folder: ClientFolder
    claims: tuple[str, ...]

    @property
    def path(self) -> Path:
        return self.folder.workspace.path

    @contextmanager
    def books(self, day: date, runs: int = 0) -> Iterator[Books]:
        """The open books on a day, for a night."""
        con = open_database(self.folder.warehouse)
        con.execute(hmac_macro(self.folder.key()))
        try:
            yield Books(self.folder, con, day, {day: runs}, encounters=len(self.claims))
        finally:
            con.close()

    def rows(self, query: str) -> list[dict[str, object]]:
        con = open_database(self.folder.warehouse, read_only=True)
        try:
            return fetch_dicts(con, query)
        finally:
            con.close()

    def night(self, day: date, *sets: St) -> None:
        """Work a night as far as it moves money, unless its month is closed."""
        with self.books(day) as books:
            assert refuse_closed_day(books.con, "riverside", day) is None
            if sets:
                books.remit(*sets, name=f"{day}", control=day.toordinal() % 10_000)
            finish_night(books)

    def sealed(self, period: str = NOVEMBER, version: int = 1) -> dict[str, bytes]:
        """The files of a sealed month."""
        folder = self.folder.path / "closed" / period / f"v{version}"
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def finish_night(books: Books) -> None:
    """Work the night of the books' day and note it, with its marts."""
    books.work()
    books.con.begin()
    build_marts(books.con, books.day)
    books.con.execute(
        "INSERT INTO core.night VALUES (?, ?, true, '0', 'h') ON CONFLICT DO NOTHING",
        [books.day, books.runs[books.day]],
    )
    books.con.commit()


def paid(number: str, line: str, amount: int, trace: str, *, status: str = "1", charge: int = 100) -> St:
    """A payment of one line, the rest contractual; a reversal with negative amounts."""
    sign = -1 if status == "22" else 1
    adjusted = [("CO", "45", sign * (charge - amount))] if amount != charge else []
    clp = Clp(number, sign * charge, sign * amount, [Line(sign * charge, sign * amount, adjusted, control=line)],
              status=status)  # fmt: skip
    return St(sign * amount, [clp], trace=trace)


def open_shop(path: Path) -> Shop:
    """Two claims in November, one paid; a suspended payment; a payment in December."""
    books = open_books(path)
    (books.folder.path / "client.yaml").write_text(CLIENT.replace("fee_schedule", "as_sent") + AGREEMENT)
    (path / "company.yaml").write_text(COMPANY + INVOICING)
    one, two = books.claim([100]), books.claim([70], name=("DOE", "JANE"))
    finish_night(books)
    books.day = date(2026, 11, 4)
    books.remit(paid(one.number, one.lines[0], 80, "T1"), paid("NOBODY", "X", 40, "T2"))
    books.drop("patient_payments", "payment_reference,claim_number,paid_on,amount,method\n"
               f"a,{two.number},2026-11-04,5.00,card\n")  # fmt: skip
    finish_night(books)
    books.day = date(2026, 12, 1)
    books.remit(paid(two.number, two.lines[0], 65, "T3", charge=70))
    finish_night(books)
    books.con.close()
    return Shop(Workspace(path).client("riverside"), (one.number, two.number))
