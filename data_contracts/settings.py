"""Reading a YAML settings file into a typed model, with errors for the person who edits the file."""

from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

try:  # the loader in C, which most builds have, takes a fifth of the time
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

Npi = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{9}$")]
TaxId = Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,30}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

Model = TypeVar("Model", bound="Settings")


class SettingsError(Exception):
    """A settings file cannot be used; the text says which file, which entry and what to do."""


class Settings(BaseModel):
    """Base of all settings: unknown keys are refused, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Dated(Settings):
    """Something true from a first day to a last day, both included; no last day means until further notice."""

    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """True when `day` lies between the first and the last day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def read_settings(path: Path, model: type[Model]) -> Model:
    """Read a YAML file into `model`.

    Raises SettingsError naming the file, each wrong entry and what is expected there.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)
    except FileNotFoundError:
        raise SettingsError(f"{path}: no such file; `cleanclaim init` writes one with comments") from None
    except yaml.YAMLError as error:
        raise SettingsError(f"{path}: not valid YAML: {error}") from None
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: expected `name: value` entries, found nothing of the kind")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        lines = [f"{path}: {'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors()]
        raise SettingsError("\n".join(lines)) from None
