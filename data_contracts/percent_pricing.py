"""rules/percent_pricing.yaml: where law bars pay by percentage, and which agreements would break it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from data_contracts.agreement import Agreement, Scope
from data_contracts.payer import PayerClass
from data_contracts.settings import Dated, Settings, Text, read_settings

State = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class BarredClass(Dated):
    """No percentage may be taken of what payers of this class pay, in these states."""

    states: Annotated[tuple[State, ...], Field(min_length=1)]
    payer_class: PayerClass
    law: Text


class PercentPricingRules(Settings):
    """All rules, and the day on which a person last checked them."""

    checked_on: date
    barred: tuple[BarredClass, ...]


@cache
def read_percent_pricing(path: Path) -> PercentPricingRules:
    """Read the rules, once a process. Raises SettingsError."""
    return read_settings(path, PercentPricingRules)


@dataclass(frozen=True)
class BillingState:
    """The state in which a practice bills from a day to a day."""

    state: str
    valid_from: date
    valid_to: date | None


def refusals(
    client_id: str,
    agreements: Sequence[Agreement],
    states: Sequence[BillingState],
    first_day: date,
    last_day: date,
    rules: PercentPricingRules,
) -> list[str]:
    """Why the agreements of a client may not price the month, one text a law and entry; empty when they may.

    The law of a day is that of the state in which the practice bills on it.
    """
    return [
        f"clients/{client_id}/client.yaml: {text}"
        for agreement in agreements
        for law in rules.barred
        if _meet(agreement, law, states, first_day, last_day)
        for text in _of(agreement, law)
    ]


def _meet(
    agreement: Agreement, law: BarredClass, states: Sequence[BillingState], first_day: date, last_day: date
) -> bool:
    """True when agreement, law and billing in a state of the law hold on one day of the month."""
    here = [state for state in states if state.state in law.states]
    return any(_common_day((agreement, law, state), first_day, last_day) for state in here)


def _common_day(dated: Sequence[Dated | BillingState], first_day: date, last_day: date) -> bool:
    begin = max(first_day, *(d.valid_from for d in dated))
    end = min([last_day, *(d.valid_to for d in dated if d.valid_to is not None)])
    return begin <= end


def _of(agreement: Agreement, law: BarredClass) -> Iterator[str]:
    for position, entry in _percentages_reaching(agreement, law.payer_class):
        yield (
            f"agreement from {agreement.valid_from}, pricing entry {position} ({entry.name}): a percentage of "
            f"{law.payer_class} money is barred. {law.law}. Write before it an entry `by: claim` with "
            f"payer_classes: [{law.payer_class}] and the amount for a claim; or 0.00 there, and a flat fee or hours"
        )


def _percentages_reaching(agreement: Agreement, payer_class: PayerClass) -> Iterator[tuple[int, Scope]]:
    """Entries by percentage that a payment of the class can fall into: none before them takes all of the class."""
    for position, entry in enumerate(agreement.pricing, 1):
        if entry.payer_classes and payer_class not in entry.payer_classes:
            continue
        if entry.by == "percent":
            yield position, entry
        if not (entry.providers or entry.places or entry.codes):
            return
