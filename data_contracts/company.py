"""company.yaml: the billing company, its clearinghouse identity, its business day."""

from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, field_validator

from data_contracts.settings import Settings, Text

EdiId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,15}$")]


def _is_zone(name: str) -> bool:
    """True for a key of the tz database; listing all of them would read six hundred files."""
    if name == "posixrules" or name.startswith(("posix/", "right/")):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


class Clearinghouse(Settings):
    """Who sends and who receives: ISA05 to ISA08, GS02, GS03, and the 1000A and 1000B loops of an 837."""

    submitter_id: EdiId
    receiver_id: EdiId
    receiver_name: Text
    qualifier: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")] = "ZZ"
    contact_name: Text
    contact_phone: Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$")]
    usage: Literal["T", "P"]


class DunningLevel(Settings):
    """From so many days after the due day of its oldest open invoice, a client gets this letter at month-end."""

    after_days: Annotated[int, Field(ge=1, le=365)]
    name: Text
    text: Text


class Invoicing(Settings):
    """What stands on the invoices to clients, and how they are numbered.

    `number_prefix` is followed by a number without gaps, of six digits or more. `pay` says how to pay, line by line.
    """

    number_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{0,8}$")]
    address: Annotated[tuple[Text, ...], Field(min_length=1)]
    phone: Text | None = None
    email: Text | None = None
    tax_id: Text | None = None
    pay: Annotated[tuple[Text, ...], Field(min_length=1)]
    dunning: tuple[DunningLevel, ...] = ()

    @field_validator("dunning")
    @classmethod
    def levels_rise(cls, value: tuple[DunningLevel, ...]) -> tuple[DunningLevel, ...]:
        """Refuse levels that do not begin later one after the other."""
        days = [level.after_days for level in value]
        if days != sorted(set(days)):
            raise ValueError("after_days must rise from level to level")
        return value


class Company(Settings):
    """One billing company: one workspace. Without `invoicing`, months are closed and nobody is invoiced."""

    name: Text
    time_zone: Text
    business_day: date | None = None
    workers: Annotated[int, Field(ge=1, le=256)] | None = None
    clearinghouse: Clearinghouse
    invoicing: Invoicing | None = None

    @field_validator("time_zone")
    @classmethod
    def known_zone(cls, value: str) -> str:
        """Refuse a time zone that the tz database does not know."""
        if not _is_zone(value):
            raise ValueError("not a time zone of the tz database, such as America/New_York")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.time_zone)
