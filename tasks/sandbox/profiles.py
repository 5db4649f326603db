"""What a practice sees, read from profiles/<specialty>.yaml: clinicians, kinds of visits, services given."""

from dataclasses import dataclass
from typing import Any

import yaml

from tasks.sandbox.files import PACKAGE

Row = dict[str, str]


@dataclass(frozen=True)
class Profile:
    """A specialty: its clinicians, who refers to it, the hospital it visits, its panel of patients, its visits,
    and whether its system exports Parquet instead of CSV."""

    specialty: str
    providers: list[dict[str, Any]]
    referrers: list[Row]
    hospital: Row
    panel: dict[str, Any]
    visits: list[dict[str, Any]]
    parquet: bool = False


def read_profile(specialty: str) -> Profile:
    """The profile of a specialty as client.yaml names it. Raises LookupError when there is none."""
    folder = PACKAGE / "profiles"
    file = folder / f"{specialty.replace(' ', '_')}.yaml"
    if not file.exists():
        known = ", ".join(sorted(p.stem.replace("_", " ") for p in folder.glob("*.yaml")))
        raise LookupError(f"no practice profile for the specialty of client.yaml; there are: {known}")
    return Profile(specialty=specialty, **yaml.safe_load(file.read_text(encoding="utf-8")))
