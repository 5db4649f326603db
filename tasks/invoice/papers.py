"""invoice.json and dunning.json: what was issued for a month, beside its sealed tables; documents are made of them."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from tasks.month import PAPERS, Month, papers_digest
from tasks.warehouse import fetch_dicts
from tasks.workspace import write_whole

FORM = 1
_NAMES = ("number", "kind", "period", "issued_on", "due_on", "amount_due", "paid", "open")


def write_papers(month: Month, invoices: list[dict[str, Any]], as_of: date) -> None:
    """Write the papers of a month whose table `open_item` is laid; what is there already stays as it is.

    `invoices` are the rows of core.invoice for the month and version; invoice.json is written without any, too: it
    says that the month was issued. `as_of` is the day of the seal: what the client has paid is known up to it. The
    books keep the papers' hash.
    """
    terms = json.loads((month.sealed / "agreement.json").read_text(encoding="utf-8"))
    items = fetch_dicts(month.con, "SELECT * FROM open_item ORDER BY due_on NULLS LAST, number")
    head = {"form": FORM, "company": _company(terms), "client": _client(terms)}
    content = head | {
        "period": f"{month.period:%Y-%m}",
        "first_day": month.period,
        "last_day": month.last_day,
        "version": month.version,
        "closed_on": as_of,
        "documents": [_document(month, invoice) for invoice in invoices],
        "account": {"as_of": as_of, "items": [{name: item[name] for name in _NAMES} for item in items]},
    }
    letter = dunning(terms, items, as_of)
    for name, paper in zip(PAPERS, (content, letter and head | letter), strict=True):
        if paper is not None:
            _keep(month, name, paper)
    month.con.execute(
        "UPDATE core.period_close SET papers_sha256 = ? WHERE period = ? AND version = ?",
        [papers_digest(month.sealed), month.period, month.version],
    )


def dunning(terms: dict[str, Any], items: list[dict[str, Any]], as_of: date) -> dict[str, Any] | None:
    """What the dunning letter of a client says: its level and the overdue invoices; None while no level is reached."""
    levels = (terms["company"]["invoicing"] or {}).get("dunning", [])
    overdue = [
        {name: item[name] for name in _NAMES if name not in {"kind", "period"}}
        | {"days_overdue": (as_of - item["due_on"]).days}
        for item in items
        if item["due_on"] is not None and item["due_on"] < as_of
    ]
    late = max((item["days_overdue"] for item in overdue), default=0)
    reached = [level for level in levels if level["after_days"] <= late]
    if not reached:
        return None
    # Money that pays no invoice yet lowers what is asked for.
    unapplied = sum((item["open"] for item in items if item["number"] is None), Decimal("0.00"))
    total = sum((item["open"] for item in overdue), Decimal("0.00")) + unapplied
    return {"as_of": as_of, "level": reached[-1], "items": overdue, "unapplied": unapplied, "total": total}


def _document(month: Month, invoice: dict[str, Any]) -> dict[str, Any]:
    """One invoice or credit note with its lines and the shares of postings in them."""
    chosen = "WHERE invoice_id = ? ORDER BY line"
    key = [invoice["invoice_id"]]
    lines = fetch_dicts(month.con, f"SELECT * EXCLUDE (invoice_id) FROM core.invoice_line {chosen}", key)
    query = f"SELECT * EXCLUDE (invoice_id) FROM core.invoice_line_posting {chosen}, posting_id"
    told = {name: value for name, value in invoice.items() if name not in {"client_id", "period", "version"}}
    return {
        **told,
        "number": told.pop("invoice_number"),
        "terms_days": (invoice["due_on"] - invoice["issued_on"]).days,
        "lines": lines,
        "shares": fetch_dicts(month.con, query, key),
    }


def _company(terms: dict[str, Any]) -> dict[str, Any]:
    invoicing = terms["company"]["invoicing"] or {}
    names = ("address", "phone", "email", "tax_id", "pay")
    return {"name": terms["company"]["name"], **{name: invoicing.get(name) for name in names}}


def _client(terms: dict[str, Any]) -> dict[str, Any]:
    return {name: terms["client"][name] for name in ("client_id", "name", "address")}


def _keep(month: Month, name: str, content: dict[str, Any]) -> None:
    """Write canonical JSON, once."""
    path = month.sealed / name
    if not path.exists():
        text = json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False, default=_text)
        write_whole(path, f"{text}\n".encode())


def _text(value: Any) -> str:
    """An amount with the decimals of its column, a day as YYYY-MM-DD."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
