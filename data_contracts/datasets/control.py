"""control.json: what the sender promises about the files of a drop. It is written last: it says that all is there.

    {"batch": "2026-03-02-evening",
     "datasets": {"patients": {"file": "patients.csv", "rows": 200}, … one entry a dataset …},
     "encounters": 200,
     "total_charges": "48210.50"}

`batch` is the sender's own name for the drop. `rows` counts rows without the header. `encounters` equals the rows of
the encounters file, `total_charges` the sum of `charge` in the services file, as text with two decimals. A batch that
does not tie to its control.json is held as a whole.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.(csv|parquet)$")]
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,11}\.[0-9]{2}$")]
Count = Annotated[int, Field(ge=0, le=5_000_000, strict=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ControlFile(_Strict):
    """One file of the drop: its name, and its rows without the header."""

    file: FileName
    rows: Count


class ControlDatasets(_Strict):
    """The files of the drop, by dataset."""

    patients: ControlFile
    coverages: ControlFile
    encounters: ControlFile
    diagnoses: ControlFile
    services: ControlFile


class Control(_Strict):
    """control.json as a whole."""

    batch: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    datasets: ControlDatasets
    encounters: Count
    total_charges: Amount

    @property
    def charges(self) -> Decimal:
        """`total_charges` in dollars."""
        return Decimal(self.total_charges)


class MessagesControl(_Strict):
    """control.json of a folder of HL7 v2 or FHIR files: written last; it may promise totals."""

    batch: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    encounters: Count | None = None
    total_charges: Amount | None = None

    @property
    def charges(self) -> Decimal | None:
        """`total_charges` in dollars, where promised."""
        return None if self.total_charges is None else Decimal(self.total_charges)
