"""The one place that calls Great Expectations. It is imported when the first batch comes, since that takes seconds."""

import logging
import os
import threading
import warnings
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_RESULT_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
_lock = threading.Lock()


class ValidationBroken(Exception):
    """A validation did not come to a verdict; the text names the expectation and no value."""


@cache
def warm() -> Any:
    """Import Great Expectations, without analytics and logging; returns it. The second call costs nothing."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations
        import great_expectations.expectations
    # What it logs may quote a cell; what goes wrong inside is read from its results.
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("great_expectations")]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return great_expectations


class Validator:
    """Validates tables in memory; leaves no file, prints nothing."""

    def __init__(self) -> None:
        gx = warm()
        with _lock:
            context = gx.get_context(mode="ephemeral")
            context.variables.progress_bars = {"globally": False, "metric_calculations": False}
            source = context.data_sources.add_pandas("batch")
            self._whole = source.add_dataframe_asset("cells").add_batch_definition_whole_dataframe("cells")

    def failing(self, kind: str, table: pa.Table, kwargs: Mapping[str, Any]) -> NDArray[np.int64]:
        """Positions of all rows of `table` that fail the expectation of type `kind`.

        Raises ValidationBroken when the validation ended otherwise than with a verdict on every row.
        """
        names = table.column_names
        target = {"column": names[0]} if len(names) == 1 else {"column_list": names}
        with _lock:
            result = self._validate(kind, table, {**kwargs, **target})
        return _verdict(kind, result, table.num_rows)

    def _validate(self, kind: str, table: pa.Table, kwargs: dict[str, Any]) -> Any:
        expectations = warm().expectations
        name = "".join(part.capitalize() for part in kind.split("_"))
        try:
            expectation = getattr(expectations, name)(**kwargs)
            batch = self._whole.get_batch(batch_parameters={"dataframe": table.to_pandas()})
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return batch.validate(expectation, result_format=dict(_RESULT_FORMAT))
        except Exception as error:  # noqa: BLE001
            # Whatever it is, its text may quote a cell: only its kind goes on.
            raise ValidationBroken(f"{kind} ended in {type(error).__name__}") from None


def _verdict(kind: str, result: Any, rows: int) -> NDArray[np.int64]:
    """The failing positions of a sound result: nothing raised inside, every row counted, every failure listed."""
    info = result.exception_info or {}
    inside = info.get("raised_exception", True) if "raised_exception" in info else bool(info)
    if inside:
        raise ValidationBroken(f"{kind} raised an exception inside Great Expectations")
    found = result.result
    positions = np.asarray(sorted(found.get("unexpected_index_list") or []), dtype=np.int64)
    sound = found.get("element_count") == rows and found.get("unexpected_count") == positions.size
    if not sound or bool(result.success) != (positions.size == 0):
        raise ValidationBroken(f"{kind} gave a result that does not add up")
    return positions
