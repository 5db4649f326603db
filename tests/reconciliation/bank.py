"""Writes small bank files for tests."""

from collections.abc import Sequence

CSV = "deposited_on,amount,trace,payer_name,description\n"


def csv(*rows: str) -> str:
    """A CSV of deposits: each row as given."""
    return CSV + "".join(f"{row}\n" for row in rows)


def bai2(*transactions: str | Sequence[str], day: str = "261103", summary: str = "") -> str:
    """A BAI2 file of one account: each transaction as `type,cents,funds,bank reference,customer reference,text`.

    A transaction of several strings goes on in records 88. Control totals are counted.
    """
    lines = [f"01,BANK,EVENTIDE,{day},0600,1,,,2/", f"02,EVENTIDE,BANK,1,{day},,USD,2/", f"03,12345,USD{summary}/"]
    total = sum(int(value) for value in summary.split(",")[2::4]) if summary else 0
    for transaction in transactions:
        head, *more = [transaction] if isinstance(transaction, str) else transaction
        total += int(head.split(",")[1])
        lines += [f"16,{head}", *(f"88,{text}" for text in more)]
    account = len(lines) - 2 + 1
    lines += [f"49,{total},{account}/", f"98,{total},1,{account + 2}/", f"99,{total},1,{account + 4}/"]
    return "\n".join(lines) + "\n"
