"""What happens in remittances beyond plain payment, in rounds, so that each thing comes within days and comes again.

A round is a day on which a payee is remitted to. First round: a payment for a claim number nobody knows, one claim
spoiled so that it does not balance, interest. Second: a claim taken back and decided anew at once; one taken back whose
money is recovered later (PLB WO); one taken back alone, which leaves a balance forwarded (PLB FB). Third: both are
recovered.
"""

from datetime import date

from tasks.sandbox.chance import number
from tasks.sandbox.decisions import DecidedLine, Decision, lowered, refused, reversal
from tasks.sandbox.habits import habits_of
from tasks.sandbox.notebook import Notebook, Owed
from tasks.sandbox.remittance import ProviderAdjustment, Remittance

ROUNDS = 6
_KEPT = 2


def play(notebook: Notebook, wave: int, own: list[Remittance], day: date) -> list[Remittance]:
    """Add the events of round `wave` to the remittances of one payee, the largest first; returns further ones."""
    turn = wave % ROUNDS
    extra: list[Remittance] = []
    if turn == 2:
        extra = _take_back(notebook, own, day)
    if turn == 1:
        _remember(notebook, own)
        _pay_interest(own[2 % len(own)])
        _spoil(own[1 % len(own)])
        _pay_unknown(own[0])
    return extra


def _remember(notebook: Notebook, own: list[Remittance]) -> None:
    """Keep the best paid claims of each remittance: a later round takes them back. The first of all is left alone."""
    for remittance in own:
        paid = [d for d in remittance.decisions[1:] if d.paid > 0 and d.status in ("1", "19")]
        paid.sort(key=lambda d: (-d.paid, d.number))
        notebook.reversible[_key(remittance)] = paid[:_KEPT]


def release(notebook: Notebook, remittance: Remittance, claim_number: str) -> None:
    """A claim that `remittance` takes back for a reason of its own is not among those that a later round takes back."""
    kept = notebook.reversible.get(_key(remittance), [])
    notebook.reversible[_key(remittance)] = [d for d in kept if d.number != claim_number]


def _key(remittance: Remittance) -> str:
    return f"{remittance.payer_id}|{remittance.payee.npi}"


def _pay_unknown(remittance: Remittance) -> None:
    """Pay a claim of nobody here, as after a practice changed its billing company."""
    seed = number("unknown", remittance.trace)
    charge, paid = 15000, 6000 + seed % 4000
    day = f"{remittance.paid_on:%Y%m%d}"
    line = DecidedLine(["HC", "99213"], charge, paid, "1", day, "", paid, [("CO", "45", charge - paid)])
    remittance.decisions.append(
        Decision(
            f"0{seed % 10**9:09d}", "1", charge, paid, habits_of(remittance.payer_id).filing_indicator,
            f"X{seed % 10**10:010d}", "11", "1", ["FORMER", "PATIENT", "", ""], None, f"X{seed % 10**8:08d}", "", day,
            [line],
        )
    )  # fmt: skip


def _spoil(remittance: Remittance) -> None:
    """Report a dollar more of contractual adjustment than the line bears, in the first claim that can show it."""
    for decision in [d for d in remittance.decisions if d.status != "22"][:1]:
        line = decision.lines[0]
        (group, reason, amount), *rest = line.adjustments or [("CO", "45", 0)]
        line.adjustments = [(group, reason, amount + 100), *rest]


def _pay_interest(remittance: Remittance) -> None:
    """Interest on a claim paid late: told at the claim, paid by PLB L6 (negative: it raises the payment)."""
    late = next((d for d in remittance.decisions[1:] if d.paid > 0), None)
    if late is not None:
        late.interest = max(1, late.paid // 200)
        remittance.provider_adjustments.append(ProviderAdjustment("L6", late.payer_claim_number, -late.interest))


def _take_back(notebook: Notebook, own: list[Remittance], day: date) -> list[Remittance]:
    able = [r for r in own if notebook.reversible.get(_key(r))]
    if not able:
        return []
    at_once, later, alone = able[0], able[1 % len(able)], able[2 % len(able)]
    _correct(notebook, at_once)
    if notebook.reversible[_key(later)]:
        lost = _correct(notebook, later)
        later.provider_adjustments.append(ProviderAdjustment("WO", lost.payer_claim_number, -lost.paid))
        owed = Owed("WO", lost.payer_claim_number, lost.paid, notebook.step)
        notebook.owed.setdefault(_key(later), []).append(owed)
    if not notebook.reversible[_key(alone)]:
        return []
    taken = notebook.reversible[_key(alone)].pop(0)
    trace = f"{alone.trace}R"
    both = [reversal(taken), refused(taken)]
    return [Remittance(alone.payer_id, alone.payer_name, alone.payee, alone.client_id, trace, day, both)]


def _correct(notebook: Notebook, remittance: Remittance) -> Decision:
    """Take back the best paid claim and decide it anew; returns a decision whose `paid` is what the provider loses."""
    taken = notebook.reversible[_key(remittance)].pop(0)
    anew = lowered(taken)
    remittance.decisions += [reversal(taken), anew]
    lost = reversal(taken)
    lost.paid = taken.paid - anew.paid
    return lost


def settle(notebook: Notebook, remittance: Remittance) -> None:
    """Recover what the payee owes from earlier days as far as the payment goes; forward what would be below zero."""
    owed = notebook.owed.setdefault(_key(remittance), [])
    for one in owed:
        part = min(one.amount, max(0, remittance.amount))
        if one.step < notebook.step and part > 0:
            remittance.provider_adjustments.append(ProviderAdjustment(one.reason, one.reference, part))
            one.amount -= part
    notebook.owed[_key(remittance)] = [one for one in owed if one.amount > 0]
    if remittance.amount < 0:
        below = -remittance.amount
        remittance.provider_adjustments.append(ProviderAdjustment("FB", remittance.trace, -below))
        notebook.owed[_key(remittance)].append(Owed("FB", remittance.trace, below, notebook.step))
