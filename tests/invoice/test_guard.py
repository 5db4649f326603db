"""Where law bars percentages, the close refuses them: by state, class, day, and what stands before in the agreement."""

from datetime import date
from typing import Any

import pytest

from data_contracts.agreement import Agreement
from data_contracts.percent_pricing import BillingState, read_percent_pricing, refusals
from tasks.workspace import RULES

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
NEW_YORK = BillingState("NY", date(2020, 1, 1), None)
MEDICAID_BY_CLAIM = {"name": "Medicaid", "by": "claim", "payer_classes": ["medicaid"], "amount": 6}
PERCENT = {"name": "All", "by": "percent", "rate": 6}


def told(*pricing: dict[str, Any], state: BillingState = NEW_YORK, **terms: Any) -> list[str]:
    given = {"valid_from": "2026-01-01", "base": "collected_by_us", "desk_payments": "in", "terms_days": 15, **terms}
    agreement = Agreement.model_validate({**given, "pricing": pricing})
    return refusals("lakeside", [agreement], [state], FIRST, LAST, read_percent_pricing(RULES / "percent_pricing.yaml"))


def test_a_percentage_of_everything_in_new_york_is_refused_with_the_law_and_the_way_out() -> None:
    (text,) = told(PERCENT)
    for part in ("lakeside/client.yaml", "entry 1 (All)", "18 NYCRR 360-7.5(c)", "6530(19)", "`by: claim`"):
        assert part in text


@pytest.mark.parametrize(
    "narrowing",
    [{"payer_classes": ["medicaid", "medicare"]}, {"codes": ["99202-99215"]}, {"providers": ["2990000046"]}],
)
def test_a_percentage_that_can_catch_medicaid_is_refused(narrowing: dict[str, Any]) -> None:
    assert len(told({**PERCENT, **narrowing})) == 1


def test_a_percentage_behind_a_price_by_claim_is_allowed() -> None:
    assert not told(MEDICAID_BY_CLAIM, PERCENT)
    assert not told({**PERCENT, "payer_classes": ["commercial", "patient"]})


def test_a_price_by_claim_that_leaves_a_part_of_the_class_open_does_not_help() -> None:
    assert len(told({**MEDICAID_BY_CLAIM, "places": ["11"]}, PERCENT)) == 1
    assert len(told(PERCENT, MEDICAID_BY_CLAIM)) == 1


def test_a_percentage_of_charges_is_barred_like_one_of_collections() -> None:
    assert len(told(PERCENT, base="charges")) == 1


def test_the_law_is_that_of_the_state_and_day() -> None:
    assert not told(PERCENT, state=BillingState("VT", date(2020, 1, 1), None))
    assert len(told(PERCENT, state=BillingState("NY", date(2026, 10, 31), None))) == 1
    assert not told(PERCENT, state=BillingState("NY", date(2026, 11, 1), None))
    assert not told(PERCENT, valid_from="2026-11-01")
    assert not told(PERCENT, valid_to="2026-09-30")
    moved = BillingState("NY", date(2026, 1, 1), date(2026, 10, 14))
    assert not told(PERCENT, state=moved, valid_from="2026-10-15")


def test_a_price_by_claim_cannot_be_for_codes() -> None:
    with pytest.raises(ValueError, match="cannot be for codes"):
        told({**MEDICAID_BY_CLAIM, "codes": ["99213"]})
