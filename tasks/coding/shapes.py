"""The columns of each kind of code set in a workspace's `codes/`, and the order their rows are kept in.

Codes are without dots. `valid_from` and `valid_to` are the days a row holds for; an empty last day is an open end.
"""

from collections.abc import Mapping

import polars as pl

Shape = Mapping[str, "pl.DataType | type[pl.DataType]"]

_DAYS: Shape = {"valid_from": pl.Date, "valid_to": pl.Date}
_RATE = pl.Decimal(12, 4)

CODES: Shape = {"code": pl.String, **_DAYS, "billable": pl.Boolean, "description": pl.String}
NOTES: Shape = {
    "holder_from": pl.String,
    "holder_to": pl.String,
    "kind": pl.String,
    "position": pl.Int32,
    "text": pl.String,
    "target_from": pl.String,
    "target_to": pl.String,
}
INDEX: Shape = {"term": pl.String, "code": pl.String, "see": pl.String}
PAIRS: Shape = {"column1": pl.String, "column2": pl.String, "modifier_indicator": pl.String, **_DAYS}
UNITS: Shape = {"code": pl.String, "units": pl.Int32, "mai": pl.String, **_DAYS}
ADD_ONS: Shape = {"add_on": pl.String, "primary_code": pl.String, "type": pl.String, **_DAYS}
FEE_SCHEDULE: Shape = {
    "code": pl.String,
    "modifier": pl.String,
    "status": pl.String,
    "work_rvu": _RATE,
    "nonfacility_rvu": _RATE,
    "nonfacility_na": pl.Boolean,
    "facility_rvu": _RATE,
    "facility_na": pl.Boolean,
    "malpractice_rvu": _RATE,
    "pctc": pl.String,
    "global_days": pl.String,
    "multiple": pl.String,
    "bilateral": pl.String,
    "conversion_factor": _RATE,
    **_DAYS,
}
LOCALITIES: Shape = {
    "contractor": pl.String,
    "state": pl.String,
    "locality": pl.String,
    "name": pl.String,
    "work": _RATE,
    "practice_expense": _RATE,
    "malpractice": _RATE,
    **_DAYS,
}
COVERAGE: Shape = {"article": pl.String, "state": pl.String, "code": pl.String, "diagnosis": pl.String, **_DAYS}

SHAPES: Mapping[str, Shape] = {
    "icd10cm_notes": NOTES,
    "icd10cm_index": INDEX,
    "ncci_ptp": PAIRS,
    "ncci_ptp_medicaid": PAIRS,
    "ncci_mue": UNITS,
    "ncci_mue_medicaid": UNITS,
    "add_on": ADD_ONS,
    "mpfs": FEE_SCHEDULE,
    "gpci": LOCALITIES,
    "lcd": COVERAGE,
}


def shape_of(code_set: str) -> Shape:
    """The columns of a code set; lists of codes (icd10cm, hcpcs, pos, cpt, carc, rarc …) have those of CODES."""
    return SHAPES.get(code_set, CODES)
