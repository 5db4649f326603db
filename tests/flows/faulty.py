"""A stage that fails with a patient's name in its message, as a database's error would."""

from tasks.night import Counts, Night


def run(night: Night) -> Counts:
    raise ValueError(f"Could not convert string 'SMITH, JANE' to INT32 on {night.day}")
