"""A history of months through the invoice stage and through the reference; each month's documents must be equal."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tasks.warehouse import Connection, fetch_dicts, sql_file
from tests.invoice import reference
from tests.invoice.histories import LAST, MONTHS
from tests.invoice.sealed import practice

Row = dict[str, Any]


@dataclass
class Standing:
    """What the reference remembers of the invoices that stand."""

    lines: dict[int, list[reference.Line]] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    carried: dict[int, int] = field(default_factory=dict)
    account: list[Row] = field(default_factory=list)

    def carried_into(self, month: int) -> int:
        """Of the newest earlier month that has an invoice."""
        return next((self.carried[m] for m in range(month - 1, -1, -1) if m in self.lines), 0)

    def invoice_of(self, posting: str, month: int) -> str | None:
        for earlier in range(month):
            if any(posting in (line.shares or {}) for line in self.lines.get(earlier, [])):
                return self.numbers[earlier]
        return None


def compare(workspace: Path, con: Connection, agreements: list[Row], months: list[Row], paid: list[Row]) -> int:
    """Close the months one after the other, some twice; returns how many documents were compared."""
    home, told, documents = practice(workspace, con=con), Standing(), 0
    for number, rows in enumerate(months):
        late_day = LAST[number] + timedelta(5)
        for version, asked in enumerate((rows, rows["again"]), 1):
            if asked is None:
                continue
            day = late_day + timedelta(9 * (version - 1))
            known = [a for a in agreements if a["valid_from"] <= LAST[number].isoformat()]
            account = [*told.account, *(p for p in paid if p["booked_on"] <= day.isoformat())]
            month = home.seal(
                MONTHS[number], known, day=day, version=version, account=account,
                **{name: asked[name] for name in ("collections", "charged", "work")},
            )  # fmt: skip
            home.draft(month)
            home.number(month, len(told.account) + 1)
            entries = [e for e in account if before(e, MONTHS[number], late_day)]
            overdue = reference.overdue_on(late_day, entries)
            ours, carried = reference.invoice(
                MONTHS[number], LAST[number], known, asked, told.carried_into(number), overdue
            )
            documents += check(con, told, number, version, ours, asked["collections"])
            note(con, told, number, version, ours, carried)
    con.execute("SET VARIABLE whole_history = true")
    assert con.execute(sql_file("checks", "2_invoice_adds_up")).fetchall() == []
    return documents


def before(entry: Row, first: date, day: date) -> bool:
    return entry["booked_on"] <= day.isoformat() and entry.get("period", "") < first.isoformat()


def check(
    con: Connection, told: Standing, month: int, version: int, ours: list[reference.Line], rows: list[Row]
) -> int:
    """The documents of this close are what the reference says; returns how many there are."""
    stood = told.lines.get(month, [])
    changed = sorted(map(str, (line.told() for line in stood))) != sorted(map(str, (line.told() for line in ours)))
    expected = []
    if stood and changed:
        expected.append(("credit_note", sorted(str(negative(line).told()) for line in stood)))
    if ours and changed:
        expected.append(("invoice", sorted(str(line.told()) for line in ours)))
    found = []
    for invoice in fetch_dicts(
        con, "SELECT * FROM core.invoice WHERE period = ? AND version = ? ORDER BY kind", [MONTHS[month], version]
    ):
        lines = _lines(con, invoice["invoice_id"])
        found.append((invoice["kind"], sorted(str(line.told()) for line in lines)))
        invariants(con, invoice, lines)
    assert found == expected
    if found and found[-1][0] == "invoice":
        traced(con, told, month, version, rows)
    return len(found)


def negative(line: reference.Line) -> reference.Line:
    shares = None if line.shares is None else {posting: -share for posting, share in line.shares.items()}
    quantity = None if line.quantity is None else -line.quantity
    return reference.Line(line.kind, line.agreement, -line.amount, line.physician, line.rate, quantity, shares)


def invariants(con: Connection, invoice: Row, lines: list[reference.Line]) -> None:
    total = sum(line.amount for line in lines)
    assert total == invoice["amount_due"] * 100 == (invoice["fee_amount"] + invoice["tax_amount"]) * 100
    assert sum(sum((line.shares or {}).values()) for line in lines) == invoice["base_amount"] * 100
    assert total >= 0 or invoice["kind"] == "credit_note"
    query = "SELECT line, base_amount FROM core.invoice_line WHERE invoice_id = ? ORDER BY line"
    rows = con.execute(query, [invoice["invoice_id"]]).fetchall()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    # The shares of a line sum to its base, as the table itself has it.
    query = "SELECT line, sum(amount) FROM core.invoice_line_posting WHERE invoice_id = ? GROUP BY line"
    shares = dict(con.execute(query, [invoice["invoice_id"]]).fetchall())
    assert {line: base for line, base in rows if base is not None} == shares


def traced(con: Connection, told: Standing, month: int, version: int, rows: list[Row]) -> None:
    """What was taken back names its payment, and the invoice that stood for it."""
    originals = {row["posting_id"]: row.get("original_posting_id") for row in rows}
    found = con.execute(
        "SELECT p.posting_id, p.original_posting_id, p.original_invoice FROM core.invoice_line_posting AS p "
        "JOIN core.invoice AS i USING (invoice_id) WHERE i.period = ? AND i.version = ? AND i.kind = 'invoice'",
        [MONTHS[month], version],
    ).fetchall()
    for posting, original, invoice in found:
        assert original == originals[posting]
        assert invoice == (None if original is None else told.invoice_of(original, month))


def note(con: Connection, told: Standing, month: int, version: int, ours: list[reference.Line], carried: int) -> None:
    """Remember what stands now, and what the company's books say of it."""
    query = "SELECT * FROM core.invoice WHERE period = ? AND version = ? ORDER BY kind"
    documents = fetch_dicts(con, query, [MONTHS[month], version])
    for row in documents:
        told.account.append(
            {
                "entry": row["kind"], "number": row["invoice_number"], "period": str(row["period"]),
                "credits": row["credits"], "booked_on": str(row["issued_on"]), "due_on": str(row["due_on"]),
                "amount": str(row["amount_due"]),
            }
        )  # fmt: skip
        if row["kind"] == "invoice":
            told.numbers[month] = row["invoice_number"]
    told.lines.pop(month, None)
    if ours:
        told.lines[month], told.carried[month] = ours, carried


def _lines(con: Connection, invoice_id: str) -> list[reference.Line]:
    shares: dict[int, dict[str, int]] = {}
    query = "SELECT line, posting_id, amount FROM core.invoice_line_posting WHERE invoice_id = ?"
    for line, posting, amount in con.execute(query, [invoice_id]).fetchall():
        shares.setdefault(line, {})[posting] = int(amount * 100)
    rows = fetch_dicts(con, "SELECT * FROM core.invoice_line WHERE invoice_id = ? ORDER BY line", [invoice_id])
    return [
        reference.Line(
            row["kind"], str(row["agreement_from"]), int(row["amount"] * 100), row["rendering_npi"],
            _fraction(row["rate"]), _fraction(row["quantity"]),
            None if row["base_amount"] is None else shares.get(row["line"], {}),
        )
        for row in rows
    ]  # fmt: skip


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
