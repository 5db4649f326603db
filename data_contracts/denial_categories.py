"""rules/denial_categories.yaml: what each claim adjustment reason means for posting and for the work that follows."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from data_contracts.settings import Settings, Text, read_settings

Group = Literal["CO", "PR", "OA", "PI"]
Posting = Literal["contractual", "patient", "compare", "open"]
Reason = Annotated[str, StringConstraints(pattern=r"^[A-Z]?[0-9]{1,3}$")]
GROUPS: tuple[Group, ...] = ("CO", "PR", "OA", "PI")


class DenialCategory(Settings):
    """One category: its reasons and how each group of it is posted; a group that is not named is open."""

    action: Text
    posting: dict[Group, Posting] = Field(default_factory=dict)
    sourced: tuple[Reason, ...] = ()
    unverified: tuple[Reason, ...] = ()


class DenialCategories(Settings):
    """All categories by name, and the day on which a person last checked them."""

    checked_on: date
    categories: dict[str, DenialCategory]

    @model_validator(mode="after")
    def unambiguous(self) -> Self:
        """Refuse a reason in two categories, and a group CO that reaches the patient."""
        reasons = [r for c in self.categories.values() for r in (*c.sourced, *c.unverified)]
        twice = sorted({r for r in reasons if reasons.count(r) > 1})
        if twice:
            raise ValueError(f"reason listed twice: {', '.join(twice)}")
        for name, category in self.categories.items():
            wrong = [g for g, p in category.posting.items() if (p == "patient") != (g == "PR")]
            if wrong:
                raise ValueError(f"{name}: only group PR is the patient's, and it is nobody else's: {', '.join(wrong)}")
        return self

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """(group, reason, category, posting, action) for every group and listed reason, sorted."""
        return sorted(
            (group, reason, name, category.posting.get(group, "open"), category.action)
            for name, category in self.categories.items()
            for reason in (*category.sourced, *category.unverified)
            for group in GROUPS
        )


@cache
def read_denial_categories(path: Path) -> DenialCategories:
    """Read the rules, once a process. Raises SettingsError."""
    return read_settings(path, DenialCategories)
