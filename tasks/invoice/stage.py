"""The two steps of an invoice in the close of a client's month: draft inside its transaction, issue after it."""

import json
from datetime import date
from typing import Any

from data_contracts.agreement import Agreement
from data_contracts.percent_pricing import BillingState, read_percent_pricing, refusals
from tasks.boundary import CloseRefused
from tasks.invoice.papers import write_papers
from tasks.month import Month
from tasks.night import Counts
from tasks.register import ClientInvoice, note_invoices
from tasks.warehouse import fetch_dicts, scalar, sql_file
from tasks.workspace import RULES, SQL

KINDS = ("credit_note", "invoice")

_FIRST_SEALED = """
    SELECT min(coalesce(c.closed_on, i.issued_on)) FROM core.invoice AS i
    LEFT JOIN core.period_close AS c ON i.period = c.period AND i.version = c.version
    WHERE i.period = ?
"""


def draft(month: Month) -> Counts:
    """Draft what the sealed month is invoiced with; returns how many drafts there are of each kind.

    Raises CloseRefused where law bars how an agreement prices, or something is missing that an invoice needs.
    """
    terms = json.loads((month.sealed / "agreement.json").read_text(encoding="utf-8"))
    drafts = dict.fromkeys(KINDS, 0)
    agreements = [Agreement.model_validate(agreement) for agreement in terms["agreements"]]
    if not (_issued_before(month) or any(a.valid_to is None or a.valid_to >= month.period for a in agreements)):
        return drafts
    _refuse(month, terms, agreements)
    late_day = _late_day(month)
    _set(month, agreements=json.dumps(terms["agreements"]), late_day=late_day, account_day=late_day)
    calculate(month)
    query = "SELECT kind, count(*) FROM core.invoice WHERE period = ? AND version = ? GROUP BY kind"
    return drafts | dict(month.con.execute(query, [month.period, month.version]).fetchall())


def calculate(month: Month) -> None:
    """Run sql/invoice in order, on the variables that are set; what clients owe is counted by sql/account."""
    for file in sorted((SQL / "invoice").glob("*.sql")):
        month.con.execute(file.read_text(encoding="utf-8"))
        if file.stem == "15_account":
            month.con.execute(sql_file("account", "open_items"))


def issue(month: Month) -> Counts:
    """Put the numbers of `month.numbers` on the drafts, tell the company's books, write the papers; repeatable."""
    month.con.begin()
    for kind, number in sorted(month.numbers.items()):
        month.con.execute(
            "UPDATE core.invoice SET invoice_number = ? "
            "WHERE period = ? AND version = ? AND kind = ? AND invoice_number IS NULL",
            [number, month.period, month.version, kind],
        )
    month.con.commit()
    query = "SELECT * FROM core.invoice WHERE period = ? AND version = ? ORDER BY kind"
    invoices = fetch_dicts(month.con, query, [month.period, month.version])
    if any(invoice["invoice_number"] is None for invoice in invoices):
        raise LookupError(f"{month.period:%Y-%m}: a draft was given no number")
    if invoices:
        note_invoices(month.workspace, [_for_the_books(invoice) for invoice in invoices])
    known_on = _sealed_on(month)
    _set(month, account_day=known_on)
    for folder, name in (("invoice", "15_account"), ("account", "open_items")):
        month.con.execute(sql_file(folder, name))
    write_papers(month, invoices, known_on)
    return {"issued": len(invoices)}


def _set(month: Month, **variables: str | date) -> None:
    """Set the variables that sql/invoice reads beside those of the month."""
    values = {"sealed": str(month.sealed), "version": month.version, "client_id": month.folder.client_id, **variables}
    for name, value in values.items():
        month.con.execute(f"SET VARIABLE {name} = ?", [value])


def _issued_before(month: Month) -> bool:
    return bool(scalar(month.con, "SELECT count(*) FROM core.invoice WHERE period = ?", [month.period]))


def _late_day(month: Month) -> date:
    """The day as of which somebody is late: opening a month again makes nobody later than he was the first time."""
    first = scalar(month.con, _FIRST_SEALED, [month.period])
    return _sealed_on(month) if first is None else first


def _sealed_on(month: Month) -> date:
    """The day on which this version was sealed, with what was known of the client's payments then.

    A month that was closed softly is invoiced later: nobody is late with what he paid in between.
    """
    query = "SELECT closed_on FROM core.period_close WHERE period = ? AND version = ?"
    row = month.con.execute(query, [month.period, month.version]).fetchone()
    return month.day if row is None else row[0]


def _refuse(month: Month, terms: dict[str, Any], agreements: list[Agreement]) -> None:
    """Raise CloseRefused where the month may not, or cannot, be invoiced."""
    client_id = month.folder.client_id
    states = [_billing_state(entry) for entry in terms["client"]["state_on"]]
    rules = read_percent_pricing(RULES / "percent_pricing.yaml")
    texts = refusals(client_id, agreements, states, month.period, month.last_day, rules)
    if terms["company"]["invoicing"] is None:
        texts.append("company.yaml: `invoicing` is missing: the address, how to pay and the number prefix of invoices")
    unnumbered = "SELECT count(*) FROM core.invoice WHERE invoice_number IS NULL"
    if scalar(month.con, unnumbered):
        texts.append(f"{client_id}: an earlier invoice has no number yet; run `cleanclaim close` for its month first")
    if texts:
        raise CloseRefused("\n".join(texts))


def _billing_state(entry: dict[str, str | None]) -> BillingState:
    begin, end = (date.fromisoformat(day) if day else None for day in (entry["from"], entry["to"]))
    return BillingState(entry["state"] or "", begin or date.min, end)


def _for_the_books(invoice: dict[str, Any]) -> ClientInvoice:
    return ClientInvoice(**{name: invoice[name] for name in ClientInvoice.__dataclass_fields__})
