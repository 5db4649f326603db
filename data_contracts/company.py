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


class Company(Settings):
    """One billing company: one workspace."""

    name: Text
    time_zone: Text
    business_day: date | None = None
    workers: Annotated[int, Field(ge=1, le=256)] | None = None
    clearinghouse: Clearinghouse

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
