"""rules/claim_statuses.yaml and rules/provider_adjustments.yaml: what CLP02 and the reasons of PLB mean for posting."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from data_contracts.settings import Settings, Text, read_settings

StatusCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}$")]
ReasonCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
Meaning = Literal["takeback", "refund", "interest"]


class ClaimStatus(Settings):
    """One value of CLP02: whether it posts, and the place among the payers that the payer gives itself."""

    title: Text
    posting: Literal["remit", "none"]
    payer_rank: Annotated[int, Field(ge=1, le=3)] | None = None


class ClaimStatuses(Settings):
    """All values of CLP02 that an 835 may have, and the day on which a person last checked them."""

    checked_on: date
    statuses: dict[StatusCode, ClaimStatus]

    def rows(self) -> list[tuple[str, str, int | None, str]]:
        """(status code, posting, payer rank, why nothing posts), sorted."""
        return sorted((code, s.posting, s.payer_rank, s.title) for code, s in self.statuses.items())


class AdjustmentMeaning(Settings):
    """One meaning: its reasons, and its account where it is not one account a reason."""

    account: Text | None = None
    sourced: tuple[ReasonCode, ...] = ()
    unverified: tuple[ReasonCode, ...] = ()


class ProviderAdjustments(Settings):
    """What the listed reasons of PLB mean, and the day on which a person last checked them."""

    checked_on: date
    meanings: dict[Meaning, AdjustmentMeaning]

    @model_validator(mode="after")
    def unambiguous(self) -> Self:
        """Refuse a reason with two meanings."""
        reasons = [r for m in self.meanings.values() for r in (*m.sourced, *m.unverified)]
        twice = sorted({r for r in reasons if reasons.count(r) > 1})
        if twice:
            raise ValueError(f"reason listed twice: {', '.join(twice)}")
        return self

    def rows(self) -> list[tuple[str, str, str]]:
        """(reason, meaning, ledger account), sorted."""
        return sorted(
            (reason, name, meaning.account or f"provider_adjustment:{reason}")
            for name, meaning in self.meanings.items()
            for reason in (*meaning.sourced, *meaning.unverified)
        )


@cache
def read_claim_statuses(path: Path) -> ClaimStatuses:
    """Read the rules, once a process. Raises SettingsError."""
    return read_settings(path, ClaimStatuses)


@cache
def read_provider_adjustments(path: Path) -> ProviderAdjustments:
    """Read the rules, once a process. Raises SettingsError."""
    return read_settings(path, ProviderAdjustments)
