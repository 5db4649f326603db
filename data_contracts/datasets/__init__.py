"""The datasets of an encounter drop: a folder `inbox/encounters/<batch>/` with one CSV or Parquet file a dataset.

`patients`, `coverages`, `encounters`, `diagnoses`, `services`, and `control.json`, written last. A CSV file is UTF-8
with one header line, comma-separated, quoted by double quotes where needed; columns may come in any order, every
column is in the header, also an optional one without values; the facts of documented.py may be absent. Each file here
is one dataset's contract: what is sent,
in which form, and what Great Expectations holds it to. They are data and import nothing but one another.
"""

from data_contracts.datasets.contract import Dataset
from data_contracts.datasets.coverages import COVERAGES
from data_contracts.datasets.diagnoses import DIAGNOSES
from data_contracts.datasets.encounters import ENCOUNTERS
from data_contracts.datasets.patients import PATIENTS
from data_contracts.datasets.services import SERVICES

DATASETS: tuple[Dataset, ...] = (PATIENTS, COVERAGES, ENCOUNTERS, DIAGNOSES, SERVICES)

__all__ = ["COVERAGES", "DATASETS", "DIAGNOSES", "ENCOUNTERS", "PATIENTS", "SERVICES", "Dataset"]
