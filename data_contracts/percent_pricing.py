"""rules/percent_pricing.yaml: where law bars pay by percentage, and which agreements would break it."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from data_contracts.agreement import Agreement, Scope
from data_contracts.client import Client
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


def refusals(client: Client, first_day: date, last_day: date, rules: PercentPricingRules) -> list[str]:
    """Why the agreements of a client may not price the month, one text a law and entry; empty when they may.

    The law of a day is that of the state in which the practice bills on it.
    """
    return [
        text
        for number, agreement in enumerate(client.agreements, 1)
        for law in rules.barred
        if _meet(client, agreement, law, first_day, last_day)
        for text in _of(client, agreement, number, law)
    ]


def _meet(client: Client, agreement: Agreement, law: BarredClass, first_day: date, last_day: date) -> bool:
    """True when agreement, law and a billing identity in a state of the law hold on one day of the month."""
    here = [identity for identity in client.billing_identities if identity.state in law.states]
    return any(_common_day((agreement, law, identity), first_day, last_day) for identity in here)


def _common_day(dated: Sequence[Dated], first_day: date, last_day: date) -> bool:
    begin = max(first_day, *(d.valid_from for d in dated))
    end = min([last_day, *(d.valid_to for d in dated if d.valid_to is not None)])
    return begin <= end


def _of(client: Client, agreement: Agreement, number: int, law: BarredClass) -> Iterator[str]:
    for position, entry in _percentages_reaching(agreement, law.payer_class):
        yield (
            f"clients/{client.client_id}/client.yaml: agreements[{number}] (from {agreement.valid_from}), "
            f"pricing[{position}] {entry.name!r}: a percentage that takes in {law.payer_class} money is barred. "
            f"{law.law}. Write an entry `by: claim` with payer_classes: [{law.payer_class}] before it, or price this "
            "class by hours (units) or a flat fee: an entry `by: claim` with amount: 0.00 keeps its money out"
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
