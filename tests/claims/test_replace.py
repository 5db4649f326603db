"""A claim that its payer has is corrected by a replacement (frequency 7); its money stays in order on the way."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.claims.billed import Desk
from tests.claims.world import DAY, Rows
from tests.corrections.desk import row
from tests.ledger.x835 import Clp, Line, St
from tests.x12.pyx12_check import errors

AR = "ar_insurer:PLAIN1"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path, '["7", "8"]', coverages=({},), patient_paid=Decimal(20))
    yield found
    found.now.con.close()


def corrected(desk: Desk, charge: str = "180.00", batch: str = "b2", **encounter: Any) -> str:
    """The practice's newer version of the visit, as the contracts stage leaves it; lines and coverages may be told."""
    rows = Rows()
    told = {"lines": ({"charge": charge, "modifier1": "25"},), "patient_paid": Decimal(20), **encounter}
    received = rows.add(1, batch=batch, state="held", reason_code="changed_after_billing", **told)
    rows.load(desk.now.con)
    return received


def replace(desk: Desk, **cells: object) -> dict[str, object]:
    """The decision to replace the claim."""
    return row("replace_claim", desk.number, decided_on=DAY, **cells)


def clp(number: str, charge: int, amount: int, status: str = "1", share: int = 0) -> Clp:
    """A claim of an 835 with one line: the rest is a contractual adjustment, or the patient's share."""
    sign = -1 if charge < 0 else 1
    cas = [("CO", "45", charge - amount - sign * share)] + ([("PR", "2", sign * share)] if share else [])
    return Clp(number, charge, amount, [Line(charge, amount, cas, code="G0439")], status=status, icn="PCN-77")


def paid(*claims: Clp) -> St:
    """An 835 of these claims; what they take back beyond what they pay is put off."""
    total = sum(int(claim.paid) for claim in claims)
    trace = "-".join(f"{claim.number}{claim.status}{claim.paid}" for claim in claims)
    return St(max(total, 0), claims, plb=[("WO", "LATER", total)] if total < 0 else (), trace=trace[-30:])


def live(desk: Desk) -> str:
    """The claim number of the visit's live claim."""
    return desk.rows("SELECT claim_number FROM core.claim_submission NATURAL JOIN core.claim WHERE live")[0][0]


def test_paid_then_corrected_then_taken_back_and_paid_anew(desk: Desk) -> None:
    original = desk.number
    desk.tomorrow(remits=(paid(clp(original, 150, 90, share=20)),))
    assert desk.held(original) == {
        "cash:in_transit": 90,
        "adjustment:contractual": 40,
        "cash:patient": 20,
        "charges": -150,
    }
    received = corrected(desk)
    desk.tomorrow(replace(desk))
    # It is charged no longer; what its payer and patient paid stays on it.
    assert desk.held(original)[AR] == -150
    assert "charges" not in desk.held(original)
    assert desk.rows("SELECT state, reason_code FROM core.encounter ORDER BY received_id") == [
        ("not_billable", "replaced"),
        ("held_coding", "replacement"),
    ]
    desk.tomorrow()
    new = live(desk)
    assert new[:16] != original[:16]
    assert desk.sent() == [(original, "1"), (new, "7")]
    assert ":B:7*" in desk.written()
    assert "REF*F8*PCN-77~" in desk.written()
    assert "SV1*HC:G0439:25*180*" in desk.written()
    assert errors(desk.written().encode()) == []
    # The patient's money went with the visit; the payer's waits for the payer.
    assert desk.held(new) == {AR: 180, "charges": -180, "cash:patient": 20, "ar_patient": -20}
    assert desk.held(original) == {AR: -150, "cash:in_transit": 90, "adjustment:contractual": 40, "ar_patient": 20}
    chain = desk.rows(
        "SELECT DISTINCT rule, corrects FROM ledger.posting"
        " WHERE corrects IS NOT NULL AND rule LIKE 'charge%' ORDER BY 1"
    )
    assert chain == [("charge", f"charge:{original[:16]}"), ("charge_replaced", f"charge:{original[:16]}")]
    # The payer takes the original back and pays the replacement.
    desk.tomorrow(remits=(paid(clp(original, -150, -90, "22", share=20), clp(new, 180, 110, share=20)),))
    assert desk.held(original) == {}
    assert desk.held(new) == {"cash:in_transit": 110, "adjustment:contractual": 50, "cash:patient": 20, "charges": -180}
    assert desk.rows("SELECT state FROM core.encounter WHERE received_id = " + f"'{received}'") == [("claimed",)]
    assert desk.rows("SELECT count(*) FROM core.remit_claim WHERE reverses IS NOT NULL") == [(1,)]


def test_a_denied_claim_is_replaced_and_what_comes_under_either_number_finds_its_claim(desk: Desk) -> None:
    denied = Clp(desk.number, 150, 0, [Line(150, 0, [("CO", "16", 150)], code="G0439")], status="4", icn="PCN-77")
    desk.tomorrow(remits=(St(0, [denied]),))
    corrected(desk)
    desk.tomorrow(replace(desk))
    desk.tomorrow(paid="payment_reference,claim_number,paid_on,amount,method\n" + f"X1,{desk.number},{DAY},5,card\n")
    new = live(desk)
    assert desk.held(new)["ar_patient"] == -25
    # The payer answers the replacement under the number of the original, whose charge it was not.
    desk.tomorrow(remits=(paid(clp(desk.number, 180, 120)),))
    assert desk.held(new)["cash:in_transit"] == 120
    assert desk.held(desk.number) == {}
    # Later it takes back that payment, under the number of the original again.
    desk.tomorrow(remits=(paid(clp(desk.number, -180, -120, "22")),))
    assert desk.held(new)[AR] == 180
    assert desk.rows("SELECT match_rung, count(*) FROM core.remit_claim GROUP BY 1 ORDER BY 1") == [
        ("claim_number", 1),
        ("replacement", 2),
    ]


def test_a_replacement_is_replaced_again_and_a_refused_one_starts_from_the_original(desk: Desk) -> None:
    original = desk.number
    desk.accepted("PCN-77")
    corrected(desk)
    desk.tomorrow(replace(desk))
    desk.tomorrow()
    desk.number = live(desk)
    desk.accepted("PCN-88")
    corrected(desk, "200.00", "b3")
    desk.tomorrow(replace(desk))
    desk.tomorrow()
    third = live(desk)
    assert [frequency for _, frequency in desk.sent()] == ["1", "7", "7"]
    assert "REF*F8*PCN-88~" in desk.written()
    assert desk.held(third) == {AR: 200, "charges": -200, "cash:patient": 20, "ar_patient": -20}
    assert desk.held(original) == desk.held(desk.number) == {}
    assert desk.rows("SELECT generation, replaces FROM core.claim ORDER BY generation") == [
        (0, None),
        (1, original[:16]),
        (2, desk.number[:16]),
    ]


def test_a_replacement_that_was_never_taken_in_is_voided_and_the_next_one_replaces_the_original(tmp_path: Path) -> None:
    desk = Desk(tmp_path, '["7", "8"]')
    original = desk.number
    desk.accepted("PCN-77")
    corrected(desk, patient_paid=None)
    desk.tomorrow(replace(desk))
    desk.tomorrow()
    desk.number = live(desk)
    desk.accepted(None, "rejected")
    desk.tomorrow(row("void_claim", desk.number, decided_on=DAY))
    desk.tomorrow(row("rebill_encounter", desk.number, decided_on=DAY))
    desk.tomorrow()
    assert [frequency for _, frequency in desk.sent()] == ["1", "7", "7"]
    assert "REF*F8*PCN-77~" in desk.written()
    assert desk.rows("SELECT DISTINCT replaces FROM core.claim WHERE live") == [(original[:16],)]
    assert desk.held() == {AR: 180, "charges": -180}
    desk.now.con.close()


def test_a_rejected_claim_is_sent_again_as_an_original_with_what_the_patient_paid(desk: Desk) -> None:
    original = desk.number
    again = row("resend_claim", original, decided_on=DAY)
    desk.tomorrow(again)
    desk.accepted(None, "rejected")
    desk.tomorrow({**again, "note": "enrolled now"})
    assert desk.rows("SELECT fault FROM core.correction ORDER BY received_on") == [
        ("no rejection of it holds: its payer may have it",),
        (None,),
    ]
    desk.tomorrow()
    desk.number = live(desk)
    assert [frequency for _, frequency in desk.sent()] == ["1", "1"]
    assert "REF*F8" not in desk.written()
    assert desk.held(original) == {}
    assert desk.held(desk.number) == {AR: 150, "charges": -150, "cash:patient": 20, "ar_patient": -20}
    # It is accepted and replaced; the replacement is rejected and sent again: a replacement of what the payer has.
    desk.accepted("PCN-77")
    corrected(desk)
    desk.tomorrow(replace(desk))
    desk.tomorrow()
    desk.number = live(desk)
    desk.accepted(None, "rejected")
    desk.tomorrow(row("resend_claim", desk.number, decided_on=DAY))
    desk.tomorrow()
    assert [frequency for _, frequency in desk.sent()] == ["1", "1", "7", "7"]
    assert "REF*F8*PCN-77~" in desk.written()
    assert desk.held() == {AR: 180, "charges": -180, "cash:patient": 20, "ar_patient": -20}


def test_a_share_goes_to_the_later_payers_claim_beside_each(tmp_path: Path) -> None:
    desk = Desk(tmp_path, '["7"]', coverages=({}, {}))
    original = desk.number
    desk.tomorrow(remits=(paid(clp(original, 150, 90, share=20)),))
    corrected(desk, coverages=({}, {}), patient_paid=None)
    desk.tomorrow(replace(desk))
    desk.tomorrow()
    new = live(desk)
    desk.tomorrow(remits=(paid(clp(original, -150, -90, "22", share=20), clp(new, 180, 110, share=30)),))
    owed = desk.rows(
        "SELECT c.generation, c.live, sum(p.amount) FROM core.claim AS c LEFT JOIN ledger.posting AS p"
        " ON c.claim_id = p.claim_id AND p.account = 'ar_insurer:COAST2'"
        " WHERE c.payer_id = 'COAST2' GROUP BY ALL ORDER BY 1"
    )
    assert owed == [(0, False, 0), (1, True, 30)]
    desk.now.con.close()


def test_a_coder_corrects_a_billed_visit_and_its_claim_is_replaced(tmp_path: Path) -> None:
    desk = Desk(tmp_path, '["7"]', coverages=({}, {}))
    original = desk.number

    def given(code: str, subject: str = original) -> dict[str, object]:
        return row("replace_service_code", reference=f"{subject} | {code}", line_number=1, decided_on=DAY)

    desk.tomorrow(remits=(paid(clp(original, 150, 90, share=20)),))
    # The code that it was billed with corrects nothing.
    desk.tomorrow(given("G0439"), replace(desk))
    desk.tomorrow(given("G0438 25", original[:16]), replace(desk, note="now"), given("G0438", "RVNOBODY"))
    assert desk.rows("SELECT action, status FROM core.correction ORDER BY received_on, source_line") == [
        ("replace_service_code", "applied"),
        ("replace_claim", "refused"),
        ("replace_service_code", "applied"),
        ("replace_claim", "applied"),
        ("replace_service_code", "refused"),
    ]
    assert desk.rows("SELECT state, reason_code FROM core.encounter") == [("held_coding", "replacement")]
    desk.tomorrow()
    new = live(desk)
    assert "SV1*HC:G0438:25*150*" in desk.written()
    assert desk.sent() == [(original, "1"), (new, "7")]
    # Equal charges: each answer is of the claim whose number it gives; line by line, in the claims of one visit.
    lines = [Line(-150, -90, [("CO", "45", -40), ("PR", "2", -20)], control=f"{original[:16]}L01", code="G0439")]
    back = Clp(original, -150, -90, lines, status="22", icn="PCN-77")
    answer = Clp(new, 150, 100, [Line(150, 100, [("CO", "45", 20), ("PR", "2", 30)], control=f"{new[:16]}L01")])
    desk.tomorrow(remits=(paid(back, answer),))
    assert desk.held(original) == {}
    open_now = desk.rows(
        "SELECT c.payer_id, c.generation, sum(p.amount) FROM ledger.posting AS p INNER JOIN core.claim AS c"
        " ON p.claim_id = c.claim_id WHERE starts_with(p.account, 'ar_') GROUP BY ALL HAVING sum(p.amount) <> 0"
    )
    assert open_now == [("COAST2", 1, 30)]
    desk.now.con.close()


def test_refusals(tmp_path: Path) -> None:
    desk = Desk(tmp_path, '["7", "8"]')
    faults = "SELECT fault FROM core.correction WHERE kind = 'replace' ORDER BY received_on DESC LIMIT 1"
    notes = iter("abcdefghij")

    def refused() -> str:
        desk.tomorrow(replace(desk, note=next(notes)))
        return str(desk.rows(faults)[0][0])

    assert refused() == "its payer has not accepted it, so there is nothing to replace (rejected: resend_claim)"
    desk.accepted(None)
    assert refused() == "its payer has given no number of its own to replace it by"
    desk.accepted("PCN-77")
    assert refused() == "nothing is corrected: the practice sent no other version, and no coder gave other codes"
    corrected(desk, patient_paid=None, coverages=({"payer_id": "COAST2"},))
    assert refused() == "the practice's new version names another payer first: void the claim and bill the visit anew"
    desk.tomorrow(row("transfer_to_patient", desk.number, 10, decided_on=DAY))
    assert refused() == "a write-off, transfer, refund or applied payment of a person stands on it"
    desk.number = "RVNOBODY"
    assert refused() == "no claim of this practice has this number"
    assert desk.rows("SELECT DISTINCT status FROM core.correction WHERE kind = 'replace'") == [("refused",)]
    assert desk.rows("SELECT count(*) FROM core.claim") == [(1,)]
    desk.now.con.close()


def test_a_payer_that_takes_no_replacement(tmp_path: Path) -> None:
    desk = Desk(tmp_path, '["8"]')
    desk.accepted("PCN-77")
    corrected(desk, patient_paid=None)
    desk.tomorrow(replace(desk))
    fault = "its payer takes no replacement (accepts_frequencies of payers.yaml)"
    assert desk.rows("SELECT status, fault FROM core.correction") == [("refused", fault)]
    desk.now.con.close()
