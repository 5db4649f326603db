"""Tells what the books say in names that a person reads: no ids, no hashes."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from textwrap import wrap
from typing import Any

from tests.ledger.books import Books

_NAMED = """
    WITH numbered AS (
        SELECT remittance_id, trace, row_number() OVER (PARTITION BY trace ORDER BY received_on, remittance_id) AS n
        FROM core.remittance
    ),

    paper AS (
        SELECT remittance_id, trace || CASE n WHEN 1 THEN '' ELSE ' (' || n || ')' END AS name FROM numbered
    )

    SELECT remittance_id AS id, name FROM paper
    UNION ALL
    SELECT remit_claim_id, name || ' claim ' || (claim_index + 1) FROM core.remit_claim JOIN paper USING (remittance_id)
    UNION ALL
    SELECT provider_adjustment_id, name || ' PLB ' || row_number() OVER (
        PARTITION BY remittance_id ORDER BY provider_adjustment_id
    ) FROM core.provider_adjustment JOIN paper USING (remittance_id)
    UNION ALL
    SELECT deposit_id, 'deposit ' || row_number() OVER (ORDER BY received_on, source_line) FROM core.bank_deposit
    UNION ALL
    SELECT correction_id, 'decision ' || row_number() OVER (ORDER BY received_on, source_line) FROM core.correction
    UNION ALL
    SELECT payment_id, 'payment ' || row_number() OVER (ORDER BY received_on, source_line) FROM core.patient_payment
"""

_POSTED = """
    SELECT transaction_id, rule, account, amount, claim_id, line_id, corrects FROM ledger.posting
    WHERE posted_on = ? ORDER BY posting_id
"""

_BALANCES = """
    SELECT claim_id, account, sum(amount) AS amount FROM ledger.posting
    GROUP BY ALL HAVING sum(amount) <> 0
"""

# What the books say besides the ledger.
_STANDING = {
    "remittances": """
        SELECT remittance_id, payer_id, paid_amount, status, reason
        FROM core.remittance ORDER BY received_on, remittance_id
    """,
    "remitted claims": """
        SELECT
            c.remit_claim_id, 'CLP02 ' || c.status_code, c.paid_amount, c.status,
            concat_ws('; ', 'is ' || c.claim_id || ' by ' || c.match_rung, 'takes back ' || c.reverses, c.reason)
        FROM core.remit_claim AS c JOIN core.remittance AS r USING (remittance_id)
        ORDER BY r.received_on, c.remit_claim_id
    """,
    "takebacks": """
        SELECT claim_id, amount, 'recovered ' || recovered_amount, status, 'for ' || remit_claim_id
        FROM core.takeback ORDER BY opened_on, remit_claim_id
    """,
    "deposits": """
        SELECT d.deposit_id, d.deposited_on, d.trace, d.amount, d.status, m.amount || ' of ' || m.remittance_id, m.rung
        FROM core.bank_deposit AS d LEFT JOIN core.deposit_match AS m USING (deposit_id)
        ORDER BY d.received_on, d.source_line, m.remittance_id
    """,
    "decisions": """
        SELECT correction_id, action, claim_id, posted_amount, status, reason, fault
        FROM core.correction ORDER BY received_on, source_line
    """,
    "problems": "SELECT found_on, code, message FROM core.problem ORDER BY found_on, code, message",
    "worklist": """
        SELECT kind, who, amount, 'since ' || since, subject_id, reason
        FROM marts.worklist ORDER BY since, kind, item_id
    """,
}


class Names:
    """Names of everything that the books give an id."""

    def __init__(self, books: Books, claims: dict[str, str]) -> None:
        """`claims`: the story's names of claims by claim_id; a claim for a later payer is named after the first one."""
        self._names = dict[str, str]()
        for claim_id, name in self._all_claims(books, claims).items():
            self._names[claim_id] = name
            for number in range(1, 10):
                self._names[f"{claim_id}L{number:02d}"] = f"{name} line {number}"
        self._names |= dict(books.rows(_NAMED))
        longest = sorted(self._names, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    @staticmethod
    def _all_claims(books: Books, claims: dict[str, str]) -> dict[str, str]:
        found = dict(claims)
        for claim_id, first, payer in books.rows(
            "SELECT c.claim_id, f.claim_id, c.payer_id FROM core.claim AS c JOIN core.claim AS f USING (received_id)"
            " WHERE c.payer_priority > 1 AND f.payer_priority = 1"
        ):
            found[claim_id] = f"{claims[first]} at {payer}"
        return found

    def ids(self) -> dict[str, str]:
        """Ids by name."""
        return {name: found for found, name in self._names.items()}

    def told(self, text: str) -> str:
        """The text with names for ids, no blanks at its end."""
        return self._pattern.sub(lambda found: self._names[found.group()], text).rstrip()


def head(day: date, what: dict[str, Any]) -> list[str]:
    """The day, what happens on it, and what kinds of things come."""
    kinds = [key.replace("_", " ") for key in what if key != "told"]
    return [
        "",
        *wrap(f"== {day}  {what['told']}", 110, subsequent_indent="   "),
        f"arrives: {', '.join(kinds) or 'nothing'}",
    ]


def sent_lines(sent: Sequence[tuple[str, str, str, str]], names: Names) -> list[str]:
    """Claims of the day's claim files."""
    rows = (
        f"{names.told(number[:-2])}  {charge}  frequency {frequency}{original and f', in the place of {original}'}"
        for number, charge, frequency, original in sent
    )
    return ["sent", *(f"  {row}" for row in rows)] if sent else []


def ledger_lines(books: Books, names: Names) -> list[str]:
    """The day's transactions: each transfer with rule, debit, credit, amount, and claim line; then what it corrects."""
    posted: dict[tuple[str, str], list[dict[str, Any]]] = {}
    corrects: dict[str, set[str]] = {}
    for row in books.dicts(_POSTED, books.day):
        transaction = names.told(row["transaction_id"])
        posted.setdefault((transaction, row["rule"]), []).append(row)
        corrects.setdefault(transaction, set()).update([names.told(row["corrects"])] if row["corrects"] else [])
    told, last = ["ledger" if posted else "ledger: nothing posted"], ""
    for (transaction, rule), rows in sorted(posted.items()):
        if transaction != last:
            last = transaction
            told.append(
                f"  {transaction}" + (f"  corrects {', '.join(sorted(corrects[last]))}" if corrects[last] else "")
            )
        told += [f"    {rule:<21}{line}" for line in _transfers(rows, names)]
    return told


def _transfers(rows: list[dict[str, Any]], names: Names) -> list[str]:
    """Debits paired with the credit of the same amount, first of the same line."""
    credits, told = [row for row in rows if row["amount"] < 0], []
    for debit in (row for row in rows if row["amount"] > 0):
        same = [row for row in credits if row["amount"] == -debit["amount"]]
        same.sort(key=lambda row: (_place(row, names) != _place(debit, names), (row["line_id"] or "")[-3:]))
        if not same:
            told.append(f"debit {debit['account']:<25}{'':<33}{debit['amount']:>9}  {_place(debit, names)}".rstrip())
            continue
        credits.remove(same[0])
        places = list(dict.fromkeys([_place(same[0], names), _place(debit, names)]))
        told.append(
            f"debit {debit['account']:<25} credit {same[0]['account']:<25}{debit['amount']:>9}  {' to '.join(places)}"
        )
    told += [f"{'':<31} credit {row['account']:<25}{-row['amount']:>9}  {_place(row, names)}" for row in credits]
    return sorted((line.rstrip() for line in told), key=lambda line: (line.rsplit("  ", 1)[-1], line))


def _place(row: dict[str, Any], names: Names) -> str:
    return names.told(row["line_id"] or row["claim_id"] or "no claim")


def standing(books: Books, names: Names) -> dict[str, list[str]]:
    """Balances by claim and account, and the state of everything else, in names."""
    balances = sorted((names.told(claim or "no claim"), *rest) for claim, *rest in books.rows(_BALANCES))
    found = {"balances": _aligned(balances, names), "together": _aligned(sorted(books.accounts().items()), names)}
    for title, query in _STANDING.items():
        found[title] = _aligned(books.rows(query), names)
    return found


def _aligned(rows: Sequence[tuple[Any, ...]], names: Names) -> list[str]:
    """Rows as lines: texts to the left, amounts to the right; an absent value is empty."""
    cells = [["" if value is None else names.told(str(value)) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row, values in zip(cells, rows, strict=True):
        padded = [
            text.rjust(width) if isinstance(value, Decimal) else text.ljust(width)
            for text, value, width in zip(row, values, widths, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return lines
