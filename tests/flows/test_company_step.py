"""The company's own part of a night that fails is an outcome beside the clients', not the end of them."""

import asyncio
from datetime import date

from flows.nightly import company_step
from tasks.boundary import without_values

DAY = date(2026, 1, 28)


async def fails(day: date) -> None:
    with without_values("mailbox"):
        raise ValueError("SMITH, JANE")


async def works(day: date) -> None:
    assert day == DAY


def test_a_failing_step_is_an_outcome_without_values() -> None:
    outcome = asyncio.run(company_step("(mailbox)", fails, DAY))
    assert outcome["(mailbox)"]["outcome"] == "failed"
    assert "SMITH" not in str(outcome)


def test_a_step_that_works_leaves_no_outcome() -> None:
    assert asyncio.run(company_step("(mailbox)", works, DAY)) == {}
