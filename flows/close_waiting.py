"""Files that lie in an inbox while a month is closed: no table knows them, so no list of what stands open has them."""

from datetime import date
from pathlib import Path
from typing import Any

from data_contracts.closing import last_day
from tasks.workspace import CLIENT_INBOXES, Workspace

# What a close came to that could have had them.
_TOLD = ("closed", "previewed", "blocked")


def waiting(place: Workspace, month: date, outcomes: dict[str, dict[str, Any]]) -> list[str]:
    """A sentence for each inbox with files that a night of the month could post in it; how many, never which.

    A client whose last night lies behind the month has no such night: what waits there is the open month's anyway.
    """
    still = {
        name: o["outcome"] != "closed" for name, o in outcomes.items() if o["outcome"] in _TOLD and o["nights_left"]
    }
    found = [(f"the inbox of {name}", _client_files(place, name), is_open) for name, is_open in still.items()]
    if still:
        found.append(("the company's mailbox", _entries(place.inbox, drops=False), any(still.values())))
    way_out = {
        True: f"a night up to {last_day(month)} (cleanclaim nightly --date) posts them in {month:%Y-%m}",
        False: "they are of the open month now",
    }
    return [
        f"{told} holds {count} that no night has taken in: {way_out[is_open]}"
        for told, count, is_open in found
        if count
    ]


def _client_files(place: Workspace, client_id: str) -> int:
    return sum(_entries(place.client(client_id).inbox(kind), drops=True) for kind in CLIENT_INBOXES)


def _entries(folder: Path, *, drops: bool) -> int:
    """Files of a folder, and drops, which are directories; a name that starts with a dot is half written."""
    if not folder.is_dir():
        return 0
    return sum(not path.name.startswith(".") and (drops or path.is_file()) for path in folder.iterdir())
