"""The practice payers: they acknowledge claims, decide them, and pay, each payee by one transaction a day."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from tasks.sandbox import acknowledgements as acks
from tasks.sandbox.adjudication import decide
from tasks.sandbox.chance import share
from tasks.sandbox.claims837 import Claim837, Transaction837
from tasks.sandbox.edi import interchange
from tasks.sandbox.events import play, settle
from tasks.sandbox.habits import answers, habits_of, rejection
from tasks.sandbox.notebook import Due, Notebook, Received
from tasks.sandbox.remittance import GUIDE, Remittance, write_remittance
from tasks.sandbox.replacements import Sent

LAGS = {0: 0.70, 1: 0.20, 4: 0.07}
"""Share of claims paid at once, a day later, four days later; the rest is never heard of again."""

Taken = list[tuple[Received, list[tuple[Transaction837, list[Claim837]]]]]


def acknowledge(notebook: Notebook, taken: Taken, day: date, seed: int) -> dict[str, bytes]:
    """277CA of each payer for the claims that reached it since the day before; as name -> bytes."""
    sets: dict[str, list[list[str]]] = {}
    receivers: dict[str, str] = {}
    for file, transactions in taken:
        for transaction, claims in transactions if file.step == notebook.step - 1 else []:
            for payer_id in sorted({c.payer_id for c in claims}):
                own = [c for c in claims if c.payer_id == payer_id]
                speaker = acks.Speaker("PR", own[0].payer_name, payer_id)
                done = sets.setdefault(payer_id, [])
                turn = partial(_turned_away, seed)
                done.append(acks.write_277ca(speaker, transaction, own, f"{len(done) + 1:04d}", day, turn))
                receivers[payer_id] = transaction.submitter[1]
    return {
        f"{day}-277ca-{payer_id.lower()}.x12": interchange(
            payer_id, receivers[payer_id], notebook.next_control(payer_id), day, [("HN", acks.GUIDE_277CA, done)]
        )
        for payer_id, done in sorted(sets.items())
    }


def _turned_away(seed: int, claim: Claim837) -> dict[str, object] | None:
    return rejection("payer", claim.number, seed)


def pay(notebook: Notebook, sent: Sent, taken: Taken, day: date, seed: int) -> tuple[dict[str, bytes], int]:
    """The 835s of the day, one file a payer: name -> bytes, and the number of transactions."""
    arrived = (c for file, ts in taken if file.step == notebook.step - 1 for _, claims in ts for c in claims)
    sent.take_in(c for c in arrived if answers(c.payer_id) and _turned_away(seed, c) is None)
    remittances = _decided(notebook, sent, taken, day, seed)
    _bill(notebook, sent, remittances)
    for npi in sorted({r.payee.npi for r in remittances}):
        notebook.waves[npi] = notebook.waves.get(npi, 0) + 1
        own = [r for r in remittances if r.payee.npi == npi]
        own.sort(key=lambda r: (-len(r.decisions), r.payer_id))
        remittances += play(notebook, notebook.waves[npi], own, day)
    for remittance in remittances:
        settle(notebook, remittance)
    _expect(notebook, remittances)
    sent.keep(day, remittances)
    receivers = {t.submitter[1] for _, transactions in taken for t, _ in transactions}
    return _files(notebook, remittances, min(receivers, default=""), day), len(remittances)


def _decided(notebook: Notebook, sent: Sent, taken: Taken, day: date, seed: int) -> list[Remittance]:
    """A remittance for each payer and payee with the claims decided today, in order of payer and payee.

    A claim in the place of another comes after the reversal of what was decided about that; a void (frequency 8) is
    answered by the reversal alone.
    """
    found: dict[tuple[str, str, str], Remittance] = {}
    for file, claims in ((file, claims) for file, transactions in taken for _, claims in transactions):
        lag = notebook.step - file.step - 1
        for claim in _payable(claims, lag, seed):
            original = sent.original(claim)
            if sent.is_corrected(claim) or (claim.frequency == "8" and original is None):
                continue
            habits = habits_of(claim.payer_id)
            key = (claim.payer_id, claim.payee.npi, claim.payee.tax_id)
            if key not in found:
                trace = trace_number(notebook, claim.payer_id, day)
                found[key] = Remittance(claim.payer_id, claim.payer_name, claim.payee, file.client_id, trace, day, [])
            if original is not None:
                sent.take_back(found[key], original, claim)
            if claim.frequency != "8":
                received_on = notebook.days[file.step].replace("-", "")
                found[key].decisions.append(decide(claim, habits, notebook.memory, received_on, seed))
    return [found[key] for key in sorted(found)]


def trace_number(notebook: Notebook, payer_id: str, day: date) -> str:
    """A check or EFT number that this payer has never used."""
    used = notebook.next_control(f"trace of {payer_id}")
    return f"{habits_of(payer_id).originator_id[-5:]}{day:%y%m%d}{used:04d}"


def _payable(claims: Iterable[Claim837], lag: int, seed: int) -> Iterable[Claim837]:
    """Claims decided `lag` days after they came."""
    for claim in claims:
        if answers(claim.payer_id) and _turned_away(seed, claim) is None and _lag(claim, seed) == lag:
            yield claim


def _lag(claim: Claim837, seed: int) -> int | None:
    chance = share(seed, "lag", claim.number)
    for lag, part in LAGS.items():
        chance -= part
        if chance < 0:
            return lag
    return None


def _bill(notebook: Notebook, sent: Sent, remittances: list[Remittance]) -> None:
    """Note what patients will be asked for; for a visit decided before, what they were not asked for then."""
    for r in remittances:
        for decision in r.decisions:
            share = decision.patient_share - sent.asked.get(decision.number, 0)
            if share > 0:
                notebook.bills.append(Due(r.client_id, notebook.step + 1, share, decision.number, "", ""))


def _expect(notebook: Notebook, remittances: list[Remittance]) -> None:
    """Note the deposits that will reach the bank.

    In a payee's first round the smallest deposit never comes, in its second the smallest comes a day late.
    """
    smallest = {}
    for r in sorted((r for r in remittances if r.amount > 0), key=lambda r: (-r.amount, r.trace)):
        smallest[r.payee.npi] = r.trace
    for r in remittances:
        wave, hit = notebook.waves[r.payee.npi], smallest.get(r.payee.npi) == r.trace
        step = notebook.step + (2 if hit and wave == 2 else 1)
        if r.amount > 0 and not (hit and wave == 1):
            notebook.deposits.append(Due(r.client_id, step, r.amount, r.trace, r.payer_name, r.paid_on.isoformat()))


def _files(notebook: Notebook, remittances: list[Remittance], receiver: str, day: date) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for payer_id in sorted({r.payer_id for r in remittances}):
        habits = habits_of(payer_id)
        own = [r for r in remittances if r.payer_id == payer_id]
        sets = [write_remittance(r, habits, f"{n:04d}") for n, r in enumerate(own, 1)]
        control = notebook.next_control(payer_id)
        files[f"{day}-835-{payer_id.lower()}.x12"] = interchange(
            payer_id, receiver, control, day, [("HP", GUIDE, sets)]
        )
    return files
