"""The practice clearinghouse: takes claim files from outboxes, acknowledges, forwards. Entry: `answer`.

A claim file found on one day is acknowledged that day (TA1, 999, 277CA of the clearinghouse); the payer acknowledges
and mostly pays on the next day answered, corrects on the one after, and the bank and patients follow (bank.py).
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from tasks.sandbox import acknowledgements as acks
from tasks.sandbox.bank import write_bank_files, write_patient_payments
from tasks.sandbox.claims837 import Claim837, Interchange837, Transaction837
from tasks.sandbox.edi import interchange
from tasks.sandbox.files import write_whole
from tasks.sandbox.habits import rejection
from tasks.sandbox.notebook import Notebook, Received, close_notebook, collect, content_of, open_notebook
from tasks.sandbox.payer import LAGS, acknowledge, pay
from tasks.sandbox.reader837 import read_837
from tasks.sandbox.replacements import Sent

ERRORS_EVERY, ERRORS_AT = 5, 2
REJECTED_EVERY, REJECTED_AT = 10, 3
NOTED_EVERY, NOTED_AT = 10, 9


def answer(workspace_path: Path, day: date, seed: int) -> dict[str, int]:
    """Answer whatever lies in the outboxes, and what is due from earlier days; nothing when that day is done.

    Files go to the company's inbox/, and to inbox/bank and inbox/patient_payments of the clients. Returns how many
    files and remittances were written, by kind. Raises ValueError for an outbox file that is not X12.
    """
    notebook = open_notebook(workspace_path)
    counts = {"claim_files": 0, "acknowledgements": 0, "remittances": 0, "deposits": 0, "patient_payments": 0}
    if day.isoformat() in notebook.days:
        return counts
    new = collect(workspace_path, notebook)
    counts["claim_files"] = len(new)
    written = _acknowledge(workspace_path, notebook, new, day, seed)
    waiting = [file for file in notebook.files if notebook.step - file.step - 1 in LAGS]
    taken = [(file, list(_forwarded(workspace_path, file, seed))) for file in waiting]
    written |= acknowledge(notebook, taken, day, seed)
    counts["acknowledgements"] = len(written)
    remitted, counts["remittances"] = pay(notebook, Sent(workspace_path, notebook), taken, day, seed)
    written |= remitted
    for name, content in sorted(written.items()):
        write_whole(workspace_path / "inbox" / name, content)
    counts["deposits"] = write_bank_files(workspace_path, notebook, day)
    counts["patient_payments"] = write_patient_payments(workspace_path, notebook, day, seed)
    close_notebook(workspace_path, notebook, day)
    return counts


def _acknowledge(workspace: Path, notebook: Notebook, new: list[Received], day: date, seed: int) -> dict[str, bytes]:
    """TA1 with 999 for every interchange, one file a client, and one file of 277CA for all; as name -> bytes."""
    responses: dict[str, bytes] = {}
    statuses: dict[str, list[list[str]]] = {}
    parties: dict[str, tuple[str, str]] = {}
    for file in new:
        interchanges = read_837(content_of(workspace, file))
        file.verdicts = _verdicts(notebook, file, [t for i in interchanges for t in i.transactions])
        for one in interchanges:
            name = f"{day}-999-{file.client_id}.x12"
            responses[name] = responses.get(name, b"") + _response(notebook, file, one, day)
            parties[one.receiver] = (one.receiver, one.sender)
            speaker = acks.Speaker("AY", "PRACTICE CLEARINGHOUSE", one.receiver)
            for transaction in (t for t in one.transactions if file.verdicts.get(t.control) != "R"):
                sets = statuses.setdefault(one.receiver, [])
                turn = partial(_turned_away, "clearinghouse", seed)
                control = f"{len(sets) + 1:04d}"
                sets.append(acks.write_277ca(speaker, transaction, transaction.claims, control, day, turn))
    for receiver, sets in statuses.items():
        group = ("HN", acks.GUIDE_277CA, sets)
        number = notebook.next_control(receiver)
        responses[f"{day}-277ca-{receiver.lower()}.x12"] = interchange(*parties[receiver], number, day, [group])
    return responses


def _response(notebook: Notebook, file: Received, one: Interchange837, day: date) -> bytes:
    noted = _submission(notebook, file) % NOTED_EVERY == NOTED_AT
    ta1 = acks.write_ta1(one, "E" if noted else "A")
    group = ("FA", acks.GUIDE_999, acks.write_999(one, file.verdicts))
    return interchange(one.receiver, one.sender, notebook.next_control(one.receiver), day, [group], [ta1])


def _submission(notebook: Notebook, file: Received) -> int:
    """Which of the client's submissions (days with files) this is, from 1."""
    return len({f.step for f in notebook.files if f.client_id == file.client_id and f.step <= file.step})


def _verdicts(notebook: Notebook, file: Received, transactions: list[Transaction837]) -> dict[str, str]:
    """Transactions that are not simply accepted: now and then one with errors (E), rarely the smallest rejected (R).

    The smallest file of the day is hit, so that most of the night's claims go on.
    """
    today = [f for f in notebook.files if f.client_id == file.client_id and f.step == file.step]
    if file is not min(today, key=lambda f: (f.size, f.sha256)):
        return {}
    smallest = min(transactions, key=lambda t: (len(t.claims), t.control))
    submission = _submission(notebook, file)
    if submission % REJECTED_EVERY == REJECTED_AT:
        return {smallest.control: "R"}
    return {smallest.control: "E"} if submission % ERRORS_EVERY == ERRORS_AT else {}


def _forwarded(workspace: Path, file: Received, seed: int) -> Iterator[tuple[Transaction837, list[Claim837]]]:
    """What of a file reached the payers: claims of accepted transactions that the clearinghouse did not turn away."""
    for one in read_837(content_of(workspace, file)):
        for transaction in one.transactions:
            if file.verdicts.get(transaction.control) != "R":
                taken = [c for c in transaction.claims if _turned_away("clearinghouse", seed, c) is None]
                yield transaction, taken


def _turned_away(who: str, seed: int, claim: Claim837) -> dict[str, object] | None:
    return rejection(who, claim.number, seed)
