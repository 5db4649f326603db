"""What was issued for a month, as text that a bookkeeper can read: from invoice.json and dunning.json alone."""

from typing import Any

Row = dict[str, Any]


def told(client_id: str, papers: Row, letter: Row | None = None) -> list[str]:
    """The documents of one client, the letter, and the account before them."""
    lines = [""]
    if not papers["documents"]:
        lines.append(f"{client_id}: nothing to invoice for {papers['period']}, version {papers['version']}")
    for document in papers["documents"]:
        title = "Invoice" if document["kind"] == "invoice" else f"Credit note for {document['credits']}:"
        lines += [
            f"{client_id}: {title} {document['number']} for {papers['period']}, version {papers['version']}, "
            f"of {document['issued_on']}, due {document['due_on']}",
            *_lines(document),
        ]
    for item in papers["account"]["items"]:
        what = f"{item['number']} due {item['due_on']}" if item["number"] else "paid and on no invoice"
        lines.append(f"    open before: {item['open']:>10}  {what}")
    if letter is not None:
        lines.append(f"    letter: {letter['level']['name']}, {letter['total']} to pay")
        lines += [f"        {i['number']} {i['open']} overdue for {i['days_overdue']} days" for i in letter["items"]]
    return lines


def _lines(document: Row) -> list[str]:
    found = []
    for line in document["lines"]:
        who = f" [{line['rendering_npi']}]" if line["rendering_npi"] else ""
        base = f"  base {line['base_amount']}" if line["base_amount"] is not None else ""
        found.append(f"    {line['line']:>2} {line['amount']:>10}  {line['description']}{who}{base}{_times(line)}")
        found += [
            f"         {share['amount']:>13}  {share['posting_id']}{_origin(share, document)}"
            for share in document["shares"]
            if share["line"] == line["line"]
        ]
    tax = f", of this tax {document['tax_amount']}" if document["tax_amount"] != "0.00" else ""
    return [*found, f"       {document['amount_due']:>10}  due{tax}; base {document['base_amount']}"]


def _times(line: Row) -> str:
    if line["quantity"] is None:
        return ""
    price = f" x {line['rate'].removesuffix('00')}" if line["rate"] is not None else ""
    return f"  {line['quantity']}{price}"


def _origin(share: Row, document: Row) -> str:
    if share["original_posting_id"] is None:
        return ""
    same = any(other["posting_id"] == share["original_posting_id"] for other in document["shares"])
    where = "the same month" if same else share["original_invoice"] or "no invoice"
    return f" takes back {share['original_posting_id']} of {where}"
