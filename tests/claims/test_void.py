"""A voided claim is withdrawn from its payer by frequency 8 where the payer takes it; its visit may be billed anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.claims.billed import Desk
from tests.claims.world import DAY
from tests.corrections.desk import row
from tests.ledger.x835 import Clp, Line, St
from tests.x12.pyx12_check import errors


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    yield found
    found.now.con.close()


def test_an_accepted_claim_is_withdrawn_once_by_the_payers_number(desk: Desk) -> None:
    desk.accepted("PCN-77")
    desk.tomorrow(row("void_claim", desk.number, decided_on=DAY))
    assert desk.waiting("void_claim") == []
    desk.tomorrow()
    assert desk.sent() == [(desk.number, "1"), (desk.number[:-2] + "02", "8")]
    assert ":B:8*" in desk.written()
    assert "REF*F8*PCN-77~" in desk.written()
    assert errors(desk.written().encode()) == []
    # The payer's answer crossed the withdrawal: a person finds whose money it is.
    line = Line(150, 90, [("CO", "45", 60)], code="G0439")
    desk.tomorrow(remits=(St(90, [Clp(desk.number, 150, 90, [line])]),))
    assert len(desk.sent()) == 2
    assert desk.waiting("void_claim") == []
    assert desk.waiting("suspense") == [("its claim was voided by a correction",)]
    assert desk.held() == {}


def test_a_claim_without_the_payers_number_waits_for_a_person_until_it_comes(desk: Desk) -> None:
    desk.tomorrow(row("void_claim", desk.number, decided_on=DAY))
    desk.tomorrow()
    assert len(desk.sent()) == 1
    assert "no number" in str(desk.waiting("void_claim"))
    desk.accepted("PCN-77")
    desk.tomorrow()
    assert len(desk.sent()) == 2


def test_a_payer_that_takes_no_frequency_8_is_on_the_worklist(tmp_path: Path) -> None:
    desk = Desk(tmp_path, frequencies="")
    desk.accepted("PCN-77")
    desk.tomorrow(row("void_claim", desk.number, decided_on=DAY))
    desk.tomorrow()
    assert len(desk.sent()) == 1
    assert "takes no withdrawal" in str(desk.waiting("void_claim"))
    desk.now.con.close()


def test_the_visit_of_a_voided_claim_is_billed_anew_by_a_decision(desk: Desk) -> None:
    desk.accepted("PCN-77")
    desk.tomorrow(row("rebill_encounter", desk.number, decided_on=DAY))
    assert desk.rows("SELECT fault FROM core.correction") == [("the encounter has a claim",)]
    decisions = (row("void_claim", desk.number, decided_on=DAY), row("rebill_encounter", desk.number, decided_on=DAY))
    desk.tomorrow(decisions[0])
    desk.tomorrow({**decisions[1], "note": "coded wrong"})
    assert desk.rows("SELECT state, reason_code FROM core.encounter") == [("held_coding", "rebill")]
    desk.tomorrow()
    live = desk.rows("SELECT claim_id FROM core.claim WHERE live")
    assert len(live) == 1
    assert desk.sent() == [(desk.number, "1"), (desk.number[:-2] + "02", "8"), (f"{live[0][0]}01", "1")]
    assert desk.held() == {"ar_insurer:PLAIN1": 150, "charges": -150}
    assert desk.rows("SELECT state FROM core.encounter") == [("claimed",)]
