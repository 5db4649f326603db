"""When a service began and ended, as times of day: told only together, and of less than a day."""

from datetime import datetime, timedelta

from tasks.intake.row import Row

_COLUMNS = ("start_time", "stop_time")


def settle_times(row: Row, path: str) -> None:
    """Turn the moments of `start_time` and `stop_time` into times of day, in the time zone of the first.

    One without the other, and stretches of whole days, tell no duration: neither is kept. `path` is where the end
    stands; an end before the beginning cannot be placed there.
    """
    said = [row.cells.get(column) for column in _COLUMNS]
    row.cells |= dict.fromkeys((column for column in _COLUMNS if column in row.cells), None)
    if not all(said):
        return
    start, stop = (datetime.fromisoformat(str(text)) for text in said)
    if start.tzinfo is None or stop.tzinfo is None:
        start, stop = start.replace(tzinfo=None), stop.replace(tzinfo=None)
    else:
        stop = stop.astimezone(start.tzinfo)
    if stop < start:
        row.fault("stop_time", path, "the end lies before the beginning", "Correct the element")
    elif stop > start and stop - start < timedelta(hours=24) and not _is_whole_day(start, stop):
        row.cells |= {"start_time": f"{start:%H:%M}", "stop_time": f"{stop:%H:%M}"}


def _is_whole_day(start: datetime, stop: datetime) -> bool:
    """True for a day that a system wrote out to its last minute."""
    return (f"{start:%H:%M}", f"{stop:%H:%M}") == ("00:00", "23:59")
