"""How elements of an HL7 v2 or FHIR R4 file become the datasets of an encounter drop: a mapping, as data.

The mappings that come with the project lie in `data_contracts/mappings/<format>.yaml`; a client's own
`clients/<client>/mappings/<format>.yaml` is laid over it, entry by entry: what it names is replaced, all else stays.
A path is an HL7 path (`PID-3[5=MR].1`: field, repetition, component, subcomponent; `OBX[3=MIN]-5`: of the segments
whose field 3 is MIN) or a FHIRPath expression, read on the row's own element; what stands above it (message, resource)
is reached as the format does that.

    tables: {sex: {M: M, male: M}}                        values as they come -> values of the dataset
    datasets:
      patients:
        PID:                                              the segment or resource type that a row is made from
          columns:
            last_name: {paths: [PID-5.1]}                 the first path that has a value
            birth_date: {paths: [PID-7], form: day}
            sex: {paths: [PID-8], table: sex}
            country: {value: US}                          a fixed value
"""

from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from data_contracts.settings import Settings, SettingsError

PACKAGED = Path(__file__).resolve().parent / "mappings"
FORMATS = ("hl7v2", "fhir_r4")
Paths = tuple[str, ...]


class Value(Settings):
    """Where the value of a column comes from.

    `paths` are tried in order (all are joined by `join` if that is given). `pick` says which of several values:
    the first, the least or greatest, `one`: they must agree, or `known`: the one that `table` has, of all paths; to
    have none of them is no fault. `form` is how the value is written in the file.
    `table` translates; a value that it lacks becomes `otherwise`, stays as it is (`keep`), or cannot be placed;
    `otherwise` also stands in for a missing value. An empty text in a table says that the value tells nothing.
    `only` names a table of the values that may stand at `only_path` (the first that has one) for the value to be taken:
    a currency, a unit. `optional`: a reference on a path that leads nowhere is no fault.
    """

    paths: Paths = ()
    value: str | None = None
    join: str | None = None
    pick: Literal["first", "one", "least", "greatest", "known"] = "first"
    form: Literal["text", "day", "amount", "digits", "ndc", "id", "minutes", "moment"] = "text"
    table: str | None = None
    otherwise: str | None = None
    keep: bool = False
    only_path: str | Paths | None = None
    only: str | None = None
    optional: bool = False

    @property
    def only_paths(self) -> Paths:
        """Where the values stand that `only` limits."""
        return (self.only_path,) if isinstance(self.only_path, str) else self.only_path or ()


class Coded(Settings):
    """A code with its system: the first coding at `paths` whose system is in the table `systems`.

    A coding without a system counts as system `''`. With `agree`, a further path may not name another code of an
    unknown system: that is a contradiction for a person.
    """

    paths: Paths
    systems: str
    agree: bool = False


class Points(Settings):
    """Which diagnoses a service names: by their `sequence` in the same element, or by their `code`."""

    by: Literal["sequence", "code"]
    paths: Paths


class Take(Settings):
    """Which elements become rows: those with a value of `of` at `path`; those with one of `leave` are left out.

    Those with one of `back` take back what was told: a visit that is not to be billed, a credit for a charge.
    """

    path: str
    of: tuple[str, ...]
    leave: tuple[str, ...] = ()
    back: tuple[str, ...] = ()


class Group(Settings):
    """Segments (HL7 v2) that belong to the segment of another name before them, and not to the message alone.

    Where both are told, `same` and one of `as_at` must agree; else it belongs to the only one that it agrees with.
    """

    of: str
    same: str
    as_at: Paths


class Rows(Settings):
    """The rows of a dataset that are made from one kind of segment or resource.

    `each` is the path of the repeated element within a resource. `told` are paths that all have a value where the
    element tells all of a patient, and not a name alone.
    """

    columns: dict[str, Value]
    each: str | None = None
    take: tuple[Take, ...] = ()
    coded: Coded | None = None
    modifiers: Paths = ()
    points: Points | None = None
    told: Paths = ()


class Mapping(Settings):
    """The mapping of one format.

    `messages` (HL7 v2): message type -> `patient` (tells patient and insurance), `charges`, `merge` (two patients are
    one: said, not done), or `leave`. `groups` (HL7 v2): by segment. `links` (FHIR): resource type -> where it names the
    encounter that it belongs to.
    """

    format: Literal["hl7v2", "fhir_r4"]
    messages: dict[str, Literal["patient", "charges", "merge", "leave"]] = Field(default_factory=dict)
    groups: dict[str, Group] = Field(default_factory=dict)
    links: dict[str, Paths] = Field(default_factory=dict)
    tables: dict[str, dict[str, str]]
    datasets: dict[str, dict[str, Rows]]

    @model_validator(mode="after")
    def tables_known(self) -> Self:
        """Refuse a table that is not there."""
        rows = [rows for kinds in self.datasets.values() for rows in kinds.values()]
        named = {v.table for r in rows for v in r.columns.values()} | {v.only for r in rows for v in r.columns.values()}
        named |= {r.coded.systems for r in rows if r.coded}
        if any(v.pick == "known" and v.table is None for r in rows for v in r.columns.values()):
            raise ValueError("pick: known needs a table")
        missing = sorted(name for name in named if name is not None and name not in self.tables)
        if missing:
            raise ValueError(f"tables: {', '.join(missing)} is named and not there")
        return self


def read_mapping(name: str, own: Path) -> Mapping:
    """The packaged mapping of a format with the client's file `own` laid over it. Raises SettingsError."""
    content = _packaged(name)
    if own.is_file():
        content = _laid_over(content, _read(own))
    try:
        return Mapping.model_validate(content)
    except ValidationError as error:
        lines = [f"{own}: {'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors()]
        raise SettingsError("\n".join(lines)) from None


@cache
def _packaged(name: str) -> dict[str, Any]:
    return _read(PACKAGED / f"{name}.yaml")


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise SettingsError(f"{path}: not valid YAML: {error}") from None
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: expected `name: value` entries, found nothing of the kind")
    return content


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """`above` over `below`, down to a column or an entry of a table, which is replaced as a whole."""
    laid = dict(below)
    for key, value in above.items():
        under = below.get(key)
        parts = isinstance(value, dict) and isinstance(under, dict) and not set(value) & set(Value.model_fields)
        laid[key] = _laid_over(dict(under or {}), value) if parts else value
    return laid
