"""What earlier files told and later ones may refer to: patients, coverages, resources, parts of visits."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import polars as pl

from tasks.intake.row import LOST
from tasks.night import Night
from tasks.warehouse import fetch_dicts, insert, sql_file


@dataclass(frozen=True)
class Entry:
    """Something told: the newest of its key stays.

    `visit` is the visit that it belongs to, `patient` the patient; `told_at` when the sender wrote it, as sortable
    text; `element` and `source_file` where it was; `content` the text of the message or resource.
    """

    entry_key: str
    visit: str
    patient: str
    told_at: str
    source_file: str
    element: str
    content: str


class Known:
    """Entries of one format in raw.known."""

    def __init__(self, night: Night, name: str) -> None:
        self._con, self._format = night.con, name
        self._told: list[Entry] = []

    def fetch(self, keys: Iterable[str]) -> list[Entry]:
        """The entries with these keys."""
        return self._select("list_contains($these, entry_key)", keys)

    def of_visits(self, visits: Iterable[str]) -> list[Entry]:
        """The entries that belong to these visits."""
        return self._select("list_contains($these, visit)", visits)

    def of_patients(self, patients: Iterable[str]) -> list[Entry]:
        """The entries about these patients, without those of a visit."""
        return self._select("visit = '' AND list_contains($these, patient)", patients)

    def waiting(self, patients: Iterable[str]) -> set[str]:
        """The visits of these patients that are quarantined: what came about the patient may mend them."""
        these = sorted(set(patients))
        if not these:
            return set()
        self._con.execute("SET VARIABLE told_format = ?", [self._format])
        self._con.execute("SET VARIABLE told_patients = ?", [these])
        return {row["visit"] for row in fetch_dicts(self._con, sql_file("contracts", "waiting_visits"))}

    def lost(self) -> list[str]:
        """The visits that are quarantined because something refers to what no file had told."""
        self._con.execute("SET VARIABLE told_format = ?", [self._format])
        self._con.execute("SET VARIABLE lost_reason = ?", [LOST])
        return [row["visit"] for row in fetch_dicts(self._con, sql_file("contracts", "lost_visits"))]

    def patients_of_visits(self, numbers: Iterable[str]) -> dict[str, set[str]]:
        """The patients of encounters with these ids, as their versions that stand say."""
        query = (
            "SELECT encounter_id, list(DISTINCT patient_id) FROM core.encounter "
            "WHERE list_contains($these, encounter_id) AND patient_id IS NOT NULL "
            "AND reason_code IS DISTINCT FROM 'superseded' GROUP BY encounter_id"
        )
        found = self._con.execute(query, {"these": sorted(set(numbers))}).fetchall()
        return {number: set(patients) for number, patients in found}

    def standing(self, numbers: Iterable[str]) -> set[str]:
        """Those of some encounter ids of which a version stands: billed, or on its way."""
        query = (
            "SELECT DISTINCT encounter_id FROM core.encounter "
            "WHERE list_contains($these, encounter_id) AND state <> 'not_billable'"
        )
        return {row[0] for row in self._con.execute(query, {"these": sorted(set(numbers))}).fetchall()}

    def _select(self, condition: str, these: Iterable[str]) -> list[Entry]:
        wanted = sorted(set(these))
        if not wanted:
            return []
        query = f"SELECT * EXCLUDE (format) FROM raw.known WHERE format = $format AND {condition} ORDER BY ALL"
        rows = self._con.execute(query, {"format": self._format, "these": wanted}).fetchall()
        return [Entry(*row) for row in rows]

    def keep(self, entries: Iterable[Entry]) -> None:
        """Note entries to be remembered."""
        self._told += entries

    def remember(self) -> None:
        """Remember what was noted; an entry of a key that is there replaces an older one, or one of the same moment."""
        newest: dict[str, Entry] = {}
        for entry in self._told:
            there = newest.get(entry.entry_key)
            if there is None or there.told_at <= entry.told_at:
                newest[entry.entry_key] = entry
        if not newest:
            return
        names = [part.name for part in fields(Entry)]
        columns = {name: [getattr(entry, name) for entry in newest.values()] for name in names}
        frame = pl.DataFrame(columns).with_columns(format=pl.lit(self._format))
        self._con.execute("CREATE OR REPLACE TEMP TABLE arriving_known AS SELECT * FROM raw.known LIMIT 0")
        insert(self._con, "arriving_known", frame)
        self._con.execute(sql_file("contracts", "keep_known"))
