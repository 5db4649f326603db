"""The practice bank and the patients: deposits of remittances, and payments of what was put on patients."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tasks.sandbox.chance import share
from tasks.sandbox.files import write_whole
from tasks.sandbox.notebook import Due, Notebook

BANK_COLUMNS = ("deposited_on", "amount", "trace", "payer_name", "description")
PAYMENT_COLUMNS = ("payment_reference", "claim_number", "paid_on", "amount", "method")
_PAYING, _IN_FULL, _MISTYPED = 0.35, 0.7, 0.02
_METHODS = ("card", "check", "online")


def write_bank_files(workspace: Path, notebook: Notebook, day: date) -> int:
    """inbox/bank/<day>.csv of each client with the deposits due; returns their number."""
    due = [d for d in notebook.deposits if d.step <= notebook.step]
    notebook.deposits = [d for d in notebook.deposits if d.step > notebook.step]
    for client_id, own in _by_client(due):
        rows = [(d.day, _amount(d.amount), d.reference, d.what, f"HCCLAIMPMT {d.what}".upper()) for d in own]
        write_whole(workspace / "clients" / client_id / "inbox" / "bank" / f"{day}.csv", _csv(BANK_COLUMNS, rows))
    return len(due)


def write_patient_payments(workspace: Path, notebook: Notebook, day: date, seed: int) -> int:
    """inbox/patient_payments/<day>.csv of each client: some patients pay, most of these in full; returns how many.

    Rarely the front desk mistypes the claim number.
    """
    due = [d for d in notebook.bills if d.step <= notebook.step]
    notebook.bills = [d for d in notebook.bills if d.step > notebook.step]
    paying = [d for d in due if share(seed, "pays", d.reference) < _PAYING]
    for client_id, own in _by_client(paying):
        rows = [_payment(d, place, day, seed) for place, d in enumerate(own, 1)]
        path = workspace / "clients" / client_id / "inbox" / "patient_payments" / f"{day}.csv"
        write_whole(path, _csv(PAYMENT_COLUMNS, rows))
    return len(paying)


def _payment(bill: Due, place: int, day: date, seed: int) -> tuple[str, ...]:
    chance = share(seed, "how a patient pays", bill.reference)
    amount = bill.amount if chance < _IN_FULL else max(1, bill.amount // 2)
    mistyped = share(seed, "mistyped", bill.reference) < _MISTYPED
    number = f"{bill.reference[:-3]}000" if mistyped else bill.reference
    method = _METHODS[int(chance * 1000) % len(_METHODS)]
    return f"{day:%y%m%d}-{place:04d}", number, day.isoformat(), _amount(amount), method


def _by_client(due: Iterable[Due]) -> list[tuple[str, list[Due]]]:
    every = sorted(due, key=lambda d: (d.client_id, d.day, d.reference))
    return [(c, [d for d in every if d.client_id == c]) for c in sorted({d.client_id for d in every})]


def _amount(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
