"""Where exceptions leave our code for Prefect, logs and the terminal, their texts stay behind.

Messages of databases and parsers quote values, and a value may be a patient's (law 5).
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data_contracts.settings import SettingsError
from tasks.workspace import ROOT


class NightRefused(Exception):
    """The night cannot be run as asked; the text says why and what to do, without patient data."""


class CloseRefused(NightRefused):
    """The month cannot be closed, or opened again, as asked; the text says why and what to do, without patient data."""


class StepFailed(Exception):
    """A step raised; the text has the place in our code and the kind of exception, no values."""


@contextmanager
def without_values(step: str) -> Iterator[None]:
    """Turn any exception of the block into StepFailed with the place it arose.

    NightRefused and SettingsError pass as they are: their texts are ours and name settings, never a patient.
    """
    try:
        yield
    except (NightRefused, SettingsError):
        raise
    except Exception as error:  # noqa: BLE001  # the one place where every exception must be caught
        raise StepFailed(f"{step}: {place_of(error)}") from None


def place_of(error: BaseException) -> str:
    """Where an exception arose in our code, with its kind: `tasks/intake/stage.py:31 (ConversionException)`."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(ROOT)]
    ours = [f for f in frames if ".venv" not in f.filename and not f.filename.endswith("boundary.py")]
    where = f"{Path(ours[-1].filename).relative_to(ROOT).as_posix()}:{ours[-1].lineno}" if ours else "outside our code"
    return f"{where} ({type(error).__name__})"
