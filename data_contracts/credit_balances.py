"""rules/credit_balances.yaml: in how many days an overpayment must be returned, by class of payer and day."""

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from data_contracts.payer import PayerClass
from data_contracts.settings import Dated, Settings, Text, read_settings


class ReturnRule(Dated):
    """Overpayments of this class of payers are returned within `days` of the day they are identified."""

    payer_class: PayerClass
    days: Annotated[int, Field(gt=0)]
    source: Text


class CreditBalanceRules(Settings):
    """All rules, and the day on which a person last checked them."""

    checked_on: date
    returns: tuple[ReturnRule, ...]

    @model_validator(mode="after")
    def one_rule_a_day(self) -> Self:
        """Refuse two rules of one class that hold on one day."""
        ordered = sorted(self.returns, key=lambda r: (r.payer_class, r.valid_from))
        for earlier, later in pairwise(ordered):
            same = earlier.payer_class == later.payer_class
            if same and (earlier.valid_to is None or earlier.valid_to >= later.valid_from):
                raise ValueError(f"returns: two for {later.payer_class} hold on {later.valid_from}")
        return self


@cache
def read_credit_balance_rules(path: Path) -> CreditBalanceRules:
    """Read the rules, once a process. Raises SettingsError."""
    return read_settings(path, CreditBalanceRules)
