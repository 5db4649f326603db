"""What payers tell, right and wrong, and what people decide about it. A story lays files of one night, then yields."""

from collections.abc import Generator
from dataclasses import replace
from decimal import Decimal

from tests.ledger.x835 import Clp, file_835
from tests.trust.simulation.desk import (
    DENIED,
    EARLIER_PAYER,
    TAKEN_OVER,
    THREE,
    TWO,
    Claim,
    Desk,
    Wait,
    decided,
    nights,
)


def every_status(desk: Desk) -> Wait:
    """CLP02 of each kind on a claim of its own; 2 and 3 come in the stories of later payers."""
    claims = yield from desk.take(7)
    whole = [decided(c, patient=10, status=s) for c, s in zip(claims, ("1", "19", "20", "21"), strict=False)]
    nothing = [decided(c, paid=0, rest=DENIED, status=s) for c, s in zip(claims[4:], ("4", "23", "25"), strict=True)]
    desk.remit(desk.pay("ST1", *whole, *nothing))
    yield
    desk.remit(desk.pay("ST2", decided(claims[4], paid=0, patient=100, icn="ANEW")))
    yield


def three_payers(desk: Desk) -> Wait:
    """Each later payer restates the whole charge; the second gives up more, the third nothing."""
    (first,) = yield from desk.take(1, THREE)
    desk.remit(desk.pay("TP1", decided(first, paid=50, patient=30), payer="BIRCH"))
    yield
    second = yield from desk.later(first, "CEDAR")
    restated = decided(second, paid=15, patient=10, given_up=25, rest=EARLIER_PAYER, status="2")
    desk.remit(desk.pay("TP2", restated, payer="CEDAR"))
    yield
    third = yield from desk.later(first, "ASPEN")
    desk.remit(desk.pay("TP3", decided(third, paid=5, patient=5, rest=EARLIER_PAYER, status="3")))
    yield


def second_payer_taken_back(desk: Desk) -> Wait:
    """A second payer restates, takes it back, and decides anew."""
    (first,) = yield from desk.take(1, TWO)
    desk.remit(desk.pay("SB1", decided(first, paid=40, patient=20), payer="CEDAR"))
    yield
    second = yield from desk.later(first, "ASPEN")
    told = decided(second, paid=10, patient=10, rest=EARLIER_PAYER, status="2")
    desk.remit(desk.pay("SB2", told))
    yield from nights(2)
    back = decided(second, paid=10, patient=10, rest=EARLIER_PAYER, sign=-1)
    anew = decided(second, paid=15, patient=5, rest=EARLIER_PAYER, status="2", icn="ANEW2")
    desk.remit(desk.pay("SB3", back, anew))
    yield


def at_claim_level(desk: Desk) -> Wait:
    """A copay taken from the claim as a whole; a claim without lines; a claim that pays nothing; interest."""
    a, b, c = yield from desk.take(3)
    copay, plain = decided(a), decided(b)
    copay = replace(copay, paid=str(Decimal(copay.paid) - 5), cas=[("PR", "3", "5.00")])
    bare = replace(plain, lines=[], cas=[("CO", "45", str(b.charge - Decimal(plain.paid)))])
    desk.remit(desk.pay("CL1", copay, bare, plb=[("L6", copay.icn, "-1.25")]))
    desk.remit(desk.pay("CL2", decided(c, paid=0, patient=100)))
    yield


def provider_level(desk: Desk) -> Wait:
    """Every reason of PLB, a known one of each meaning, others, and one that nobody knows; then a check of nothing."""
    (claim,) = yield from desk.take(1)
    plb = [("IR", "TAX", "3.00"), ("CS", "ADJ1", "-1.50"), ("J1", "", "-2.00"), ("ZZ", "NEW", "0.75")]
    plb += [("72", claim.number, "-0.50"), ("FB", "FWD7", "-4.00"), ("L6", claim.number, "-0.33")]
    desk.remit(desk.pay("PL1", decided(claim, patient=10), plb=plb))
    yield from nights(3)
    desk.remit(desk.pay("PL2", plb=[("FB", "FWD7", "4.00"), ("CS", "ADJ1", "-4.00")]))
    yield


def reversed_in_the_same_file(desk: Desk) -> Wait:
    """Paid, later taken back and decided better in one transaction; another claim all of it in one."""
    a, b = yield from desk.take(2)
    desk.remit(desk.pay("RS1", decided(a, paid=50, patient=10)))
    yield from nights(2)
    desk.remit(desk.pay("RS2", decided(a, paid=50, patient=10, sign=-1), decided(a, paid=70, patient=10, icn="BETTER")))
    yield
    desk.remit(desk.pay("RS3", decided(b), decided(b, sign=-1), decided(b, paid=65, patient=5)))
    yield


def reversed_and_taken_back_later(desk: Desk) -> Wait:
    """Taken back in one check without its money, decided anew in a second, the money taken in two later ones."""
    a, b, c = yield from desk.take(3)
    desk.remit(desk.pay("TB1", decided(a)))
    yield from nights(2)
    back = decided(a, sign=-1)
    desk.remit(desk.pay("TB2", back, plb=[("WO", back.icn, back.paid)]))
    yield from nights(3)
    desk.remit(desk.pay("TB3", decided(a, paid=0, rest=DENIED, status="4")))
    yield from nights(2)
    owed = -Decimal(back.paid)
    for trace, claim in (("TB4", b), ("TB5", c)):
        pays = decided(claim)
        part = min(owed, Decimal(pays.paid))
        owed -= part
        desk.remit(desk.pay(trace, pays, plb=[("WO", back.icn, part)] if part else []))
        yield from nights(2)


def takeback_allotted(desk: Desk) -> Wait:
    """Money taken back that names nothing waits until a person says of which claim it was."""
    a, b = yield from desk.take(2)
    pays = decided(a, paid=40)
    desk.remit(desk.pay("TA1", pays))
    yield
    back = decided(a, paid=40, sign=-1)
    desk.remit(desk.pay("TA2", back, plb=[("WO", back.icn, back.paid)]))
    yield
    other = decided(b, paid=70)
    taken = min(Decimal(pays.paid), Decimal(other.paid))
    desk.remit(desk.pay("TA3", other, plb=[("WO", "?", taken)]))
    yield
    query = "SELECT provider_adjustment_id FROM core.provider_adjustment WHERE claim_id IS NULL AND remittance_id = ?"
    desk.decide("allocate_takeback", a, reference=desk.one(query, desk.remittance("TA3")))
    yield


def without_our_number(desk: Desk) -> Wait:
    """Claims found by our number without its end and by the payer's; lines without our reference; one of nobody."""
    a, b, c = yield from desk.take(3)
    desk.remit(desk.pay("NN1", decided(a, number=a.claim_id), decided(b, control=False)))
    yield
    desk.remit(desk.pay("NN2", decided(b, sign=-1, number="LOST"), decided(b, paid=70, number="LOST", patient=5)))
    lost = decided(c, number="NOBODY", icn="NONE", member="NONE")
    desk.remit(desk.pay("NN3", replace(lost, patient="ROE*RICHARD")))
    yield
    query = "SELECT remit_claim_id FROM core.remit_claim WHERE remittance_id = ?"
    desk.decide("match_claim", c, reference=desk.one(query, desk.remittance("NN3")))
    yield


def money_of_nobody(desk: Desk) -> Wait:
    """A claim of nobody here: its money waits, and goes back to the payer when a person says so."""
    (claim,) = yield from desk.take(1)
    stranger = replace(decided(claim, number="STRANGER", icn="STR", member="STR"), patient="STRANGER*SAM", day=None)
    lines = [replace(line, day=None) for line in stranger.lines]
    desk.remit(desk.pay("MN1", replace(stranger, lines=lines)))
    yield from nights(2)
    query = "SELECT remit_claim_id FROM core.remit_claim WHERE remittance_id = ?"
    desk.decide("reject", reference=desk.one(query, desk.remittance("MN1")))
    yield


def sent_again(desk: Desk) -> Wait:
    """The same bytes under another name, the same transaction in another envelope: nothing more is posted."""
    (claim,) = yield from desk.take(1)
    payment = desk.pay("DU1", decided(claim, patient=10))
    first = desk.remit(payment)
    yield
    desk.lay("remits", first, "x12")
    yield from nights(2)
    desk.lay("remits", file_835(payment, control=999_000_111), "x12")
    yield


def _held(desk: Desk, trace: str, *, twins: bool = True) -> Generator[None, None, tuple[Claim, Claim]]:
    """The same payer, payee, trace, day and amount twice with different content: the second is held."""
    a, b = yield from desk.take(2, f"{TAKEN_OVER} AND own.charge = 140")
    day = desk.day
    desk.remit(desk.pay(trace, decided(a, paid=50, patient=10)))
    yield
    desk.remit(desk.pay(trace, decided(b if twins else a, paid=50, patient=10, icn="OTHER"), day=day))
    yield
    return a, b


def held_then_accepted_then_found(desk: Desk) -> Wait:
    """A held payment is accepted as suspense; later its claim is found and it posts."""
    _, second = yield from _held(desk, "HA")
    held = desk.remittance("HA", "status = 'held'")
    desk.decide("accept_as_suspense", reference=held)
    yield from nights(2)
    desk.decide("match_claim", second, reference=held)
    yield


def held_then_matched(desk: Desk) -> Wait:
    """A held payment of one claim posts to the claim that a person names."""
    _, second = yield from _held(desk, "HM")
    desk.decide("match_claim", second, reference=desk.remittance("HM", "status = 'held'"))
    yield


def held_then_rejected(desk: Desk) -> Wait:
    """A held payment is none; what repeats it later posts as the first of its kind."""
    yield from _held(desk, "HR")
    desk.decide("reject", reference=desk.remittance("HR", "status = 'held'"))
    yield


def held_then_posted_and_refunded(desk: Desk) -> Wait:
    """A held payment is one of its own: it posts, the claim is overpaid, the payer gets its money back."""
    first, _ = yield from _held(desk, "HP", twins=False)
    desk.decide("post_remittance", reference=desk.remittance("HP", "status = 'held'"))
    yield
    desk.decide("refund_payer", first, "all")
    yield
    desk.decide("refund_paid", first, "all", payer_id="ASPEN")
    yield


def out_of_balance(desk: Desk) -> Wait:
    """A payment that does not balance waits whole; one claim is taken out of it, another such payment is rejected."""
    a, b = yield from desk.take(2)
    for trace, claim in (("OB1", a), ("OB2", b)):
        payment = desk.pay(trace, decided(claim, patient=10))
        desk.remit(replace(payment, paid=str(Decimal(payment.paid) + 2)))
    yield
    desk.decide("match_claim", a, reference=desk.remittance("OB1"))
    desk.decide("reject", reference=desk.remittance("OB2"))
    yield
    desk.remit(desk.pay("OB3", decided(b, patient=10)))
    yield


def a_claim_out_of_balance(desk: Desk) -> Wait:
    """One claim of a check does not balance: it is held alone, in suspense; the other one posts."""
    a, b = yield from desk.take(2)
    wrong = decided(a)
    lines = [replace(wrong.lines[0], cas=[("CO", "45", "0.01")]), *wrong.lines[1:]]
    desk.remit(desk.pay("OC1", replace(wrong, lines=lines), decided(b, patient=10)))
    yield


def of_a_sister(desk: Desk) -> Wait:
    """A sister practice's payment lies in our inbox: it is posted there, not here."""
    sister = desk.sisters[0]
    (claim,) = yield from sister.take(1)
    desk.remit(desk.pay("SI1", decided(claim, patient=10), npi=sister.npi))
    yield


def taken_over(desk: Desk) -> Wait:
    """Payments for balances of the system before, found by its number, the payer's, the patient; one ambiguous."""
    a, b, c, d = yield from desk.take(4, f"{TAKEN_OVER} AND own.charge <> 140")
    twins = yield from desk.take(2, "number LIKE 'TWIN%'")
    found = [decided(a, patient=10), decided(b, number="LOST", control=False)]
    by_patient = decided(c, number="LOST", icn="NEW", member=c.member)
    nobody = decided(twins[0], number="LOST", icn="NEWER", member=twins[0].member)
    desk.remit(desk.pay("TO1", *found, by_patient, nobody, decided(d, paid=0, patient=100, control=False)))
    yield from nights(2)
    query = "SELECT remit_claim_id FROM core.remit_claim WHERE remittance_id = ? AND status = 'suspended'"
    desk.decide("match_claim", twins[1], reference=desk.one(query, desk.remittance("TO1")))
    yield


def keyed_from_paper(desk: Desk) -> Wait:
    """A paper remittance is keyed; keyed again it posts nothing; another one does not add up."""
    a, b = yield from desk.take(2)
    desk.lay("manual_remits", _paper(desk, "PA1", decided(a, patient=10), "5.00"))
    yield
    desk.lay("manual_remits", _paper(desk, "PA1", decided(a, patient=10), "5.00") + "\n")
    desk.lay("manual_remits", _paper(desk, "PA2", decided(b), "0.00", wrong=1))
    yield


def _paper(desk: Desk, check: str, claim: Clp, taken: str, *, wrong: int = 0) -> str:
    head = (
        "payer_id,check_number,check_date,check_amount,claim_number,claim_status,line_number,code,charge,paid,group_code,"
        "reason_code,adjustment_amount,service_on,payer_claim_number,modifiers,reference"
    )
    known = f"ASPEN,{desk.name(check)},{desk.day},{Decimal(claim.paid) - Decimal(taken) + wrong}"
    rows = [head]
    for number, line in enumerate(claim.lines, 1):
        for group, reason, amount in line.cas:
            rows.append(
                f"{known},{claim.number},1,{number},{line.code},{line.charge},{line.paid},{group},{reason},{amount},"
                f"{line.day},{claim.icn},{':'.join(line.modifiers)},"
            )
    if Decimal(taken):
        rows.append(f"{known},,,,,,,PLB,WO,{taken},,,,{claim.icn}")
    return "\n".join([*rows, ""])
