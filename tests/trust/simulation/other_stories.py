"""Stories of the bank, of patients, and of what people decide about claims."""

from decimal import Decimal

from tests.trust.simulation.desk import ALONE, CENT, DENIED, EARLIER_PAYER, TWO, Desk, Wait, decided, nights

# A visit with an examination, whose code may have modifier 25.
VISIT = (
    f"{ALONE} AND own.claim_id IN ("
    "SELECT claim_id FROM core.claim_line WHERE line_number = 1 AND code LIKE '9921%' AND modifier1 IS NULL)"
)
WRITE_OFFS = ("administrative", "timely_filing", "small_balance", "bad_debt", "charity", "denial")


def opening_balances(desk: Desk) -> Wait:
    """What was open in the system before, claim by claim: of payers and patients; two that only an id tells apart."""
    head = (
        "claim_number,payer_id,payer_priority,patient_id,service_on,place_of_service,code_system,code,units,charge,"
        "open_amount,modifiers,payer_claim_number,member_id,last_name,first_name"
    )
    rows = [head]
    for n in range(1, 31):
        charge = 140 if n % 3 else 90 + n
        rows.append(_opening(f"OLD{n:02d}", n, "99213", charge, charge, "" if n % 3 and n % 5 else "25", f"B{n:04d}"))
        rows += [_opening(f"OLD{n:02d}", n, "36415", 20, 15, "", f"B{n:04d}")] if n % 5 == 0 else []
    rows += [_opening(f"TWIN{n}", 77, "99214", 111, 111, "", "") for n in (1, 2)]
    rows.append("OWN1,patient,,Q1,2025-10-01,11,CPT,99213,1,60,45,,,,Roe,Richard")
    desk.lay("opening", "\n".join([*rows, ""]))
    yield
    own = desk.one("SELECT claim_id FROM core.claim WHERE origin = 'opening' AND party = 'patient'")
    desk.patient_pays(f"{desk.name('OWN1')},{own},20.00,payment")
    desk.lay("opening", "\n".join([head, rows[1], ""]))
    yield


def _opening(number: str, patient: int, code: str, charge: int, opened: int, modifier: str, icn: str) -> str:
    day = f"2025-{7 + patient % 5:02d}-{1 + patient % 27:02d}"
    return (
        f"{number},ASPEN,1,Q{patient},{day},11,CPT,{code},1,{charge},{opened},{modifier},{icn},M{patient:05d},"
        f"Roe{patient},Richard"
    )


def deposits(desk: Desk) -> Wait:
    """One check in three deposits, two payments in one deposit, a card's fee, a returned item, BAI2 and CSV."""
    a, b, c, d, e = yield from desk.take(5)
    third = (decided(a), decided(b, paid=50), decided(c, paid=55), decided(d, paid=70), decided(e, paid=80))
    sets = [desk.pay(f"BK{n}", claim) for n, claim in enumerate(third, 1)]
    desk.remit(*sets)
    amounts = [Decimal(s.paid) for s in sets]
    trace = desk.name
    cents = int(amounts[0] * 100)
    desk.bank_bai2(("142," + f"{cents},Z,,", f"TRN*1*{trace('BK1')}*1512345678~"), "301,4200,Z,,NOWHERE")
    fee = (amounts[2] * 2 / 100).quantize(CENT)
    desk.bank(
        f"10.00,{trace('BK2')},,PART 1",
        f"{amounts[2] - fee},{trace('BK3')},Aspen Story Plan,VIRTUAL CARD",
        f"{amounts[3]},{trace('BK4')},Aspen Story Plan,EFT",
    )
    yield
    desk.bank(
        f"5.00,{trace('BK2')},,PART 2",
        f"{amounts[1] - 15},{trace('BK2')},,PART 3",
        f"-{amounts[3]},{trace('BK4')},,RETURNED ITEM",
        f"{amounts[4]},OTHER{trace('X')},Aspen Story Plan,EFT",
        "-12.00,,,FEE",
    )
    yield
    desk.bank(f"{amounts[3]},{trace('BK4')},Aspen Story Plan,AGAIN")
    query = "SELECT deposit_id, remittance_id FROM core.deposit_suspect WHERE remittance_id = ?"
    found = desk.ask(query, desk.remittance("BK5"))
    deposit = (
        found[0][0]
        if found
        else desk.one(f"SELECT deposit_id FROM core.bank_deposit WHERE trace = 'OTHER{trace('X')}'")
    )
    desk.decide("match_deposit", None, "all", reference=f"{deposit} {desk.remittance('BK5')}")
    yield


def combined_deposit(desk: Desk) -> Wait:
    """Two payments of a day reach the bank as one sum."""
    a, b = yield from desk.take(2, TWO)
    sets = [desk.pay(f"CD{n}", decided(c, patient=10), payer="CEDAR") for n, c in enumerate((a, b), 1)]
    desk.remit(*sets)
    yield
    desk.bank(f"{sum(Decimal(s.paid) for s in sets)},{desk.name('SUM')},Cedar Story Plan,EFT")
    yield


def patients(desk: Desk) -> Wait:
    """A patient pays too much and is refunded; money of no claim is applied, refunded, paid out."""
    a, b, c = yield from desk.take(3)
    sets = [decided(claim, paid=50, patient=20) for claim in (a, b, c)]
    desk.remit(desk.pay("PT1", *sets))
    yield
    owes = [sum((Decimal(x) for line in s.lines for g, _, x in line.cas if g == "PR"), Decimal(0)) for s in sets]
    name = desk.name
    desk.patient_pays(
        f"{name('a')},{a.ours},{owes[0] + 5},payment", f"{name('b')},,25.00,payment",
        f"{name('c')},NOBODYS1,7.00,payment", f"{name('d')},{c.ours},{owes[2]},payment",
        f"{name('e')},{b.ours},3.00,payment",
    )  # fmt: skip
    yield
    desk.decide("refund_patient", a, "all")
    desk.decide("apply_payment", b, 2, reference=name("b"))
    desk.patient_pays(f"{name('f')},{b.ours},1.00,refund")
    yield
    desk.decide("refund_paid", a, "all", payer_id="patient")
    desk.decide("refund_patient", None, "all", reference=name("b"))
    payment = desk.one("SELECT payment_id FROM core.patient_payment WHERE claim_number = 'NOBODYS1'")
    desk.decide("apply_payment", c, "all", reference=payment)
    yield
    desk.decide("refund_paid", None, 3, reference=name("b"))
    yield


def write_offs(desk: Desk) -> Wait:
    """Every kind of write-off, in a CSV and a workbook; one too large; one taken back; all of it again and again."""
    (claim,) = yield from desk.take(1)
    desk.remit(desk.pay("WR1", decided(claim, paid=50, rest=DENIED)))
    yield
    rows = [desk.decision(f"write_off_{kind}", claim, 1.25) for kind in WRITE_OFFS]
    for row in rows[:3]:
        desk.decide(**row)  # type: ignore[arg-type]
    desk.decide_in_workbook(*rows[3:], desk.decision("write_off_charity", claim, 999_999))
    yield
    taken = desk.one(
        "SELECT correction_id FROM core.correction WHERE action = 'write_off_charity' AND status = 'applied'"
        " AND claim_number = ?",
        claim.ours,
    )
    desk.decide("reverse_write_off", reference=taken)
    yield
    desk.decide("write_off_denial", claim, "all")
    yield


def transfers(desk: Desk) -> Wait:
    """What the payer denied becomes the patient's; what a first payer leaves open becomes the second's."""
    (a,) = yield from desk.take(1)
    (b,) = yield from desk.take(1, TWO)
    desk.remit(desk.pay("TR1", decided(a, paid=50, rest=DENIED)))
    desk.remit(desk.pay("TR2", decided(b, paid=40, patient=20, given_up=10, rest=DENIED), payer="CEDAR"))
    yield
    second = yield from desk.later(b, "ASPEN")
    desk.decide("transfer_to_patient", a, "all", line_number=1)
    desk.decide("transfer_to_payer", b, 1, payer_id="ASPEN", reference="CEDAR")
    yield from nights(2)
    desk.remit(desk.pay("TR3", decided(second, paid=25, patient=5, rest=EARLIER_PAYER, status="2")))
    yield


def replaced(desk: Desk) -> Wait:
    """A claim denied for its code: a coder corrects the visit, the claim goes out again in its place and is paid."""
    if "99213" not in (desk.folder.path / "fees.csv").read_text():
        return  # A practice that examines nobody.
    (claim,) = yield from desk.take(1, VISIT)
    desk.remit(desk.pay("RC1", decided(claim, paid=0, rest=DENIED, status="4")))
    yield
    desk.decide_in_workbook(
        desk.decision("replace_service_code", reference=f"{claim.ours} | {claim.lines[0].code} 25", line_number=1),
        desk.decision("replace_claim", claim),
    )
    yield
    (replacement,) = yield from desk.take(1, f"received_id = '{claim.received_id}' AND payer_id = 'ASPEN'")
    desk.remit(desk.pay("RC2", decided(replacement, paid=70, patient=10, control=False)))
    yield


def voided(desk: Desk) -> Wait:
    """A claim that should not have been made: nothing of it stays, a small write-off goes along; then billed anew."""
    (claim,) = yield from desk.take(1)
    desk.decide("write_off_small_balance", claim, 1)
    yield
    desk.decide("void_claim", claim)
    yield
    desk.decide("rebill_encounter", claim)
    yield
