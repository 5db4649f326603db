"""Suggestions for diagnoses that came in words: made once for a text under a release, kept for the coder."""

from typing import TYPE_CHECKING, Any

import polars as pl

from tasks.night import Night
from tasks.warehouse import fetch_dicts, insert

if TYPE_CHECKING:
    from tasks.coding.suggest.desk import Desk

# Diagnoses in words of encounters that wait, for which the release of their day has not been asked.
_UNASKED = """
WITH waiting AS (
    SELECT d.received_id, d.sequence, d.description AS phrase, e.service_from, max(r.version) AS version
    FROM core.diagnosis AS d
    INNER JOIN core.encounter AS e ON d.received_id = e.received_id
    INNER JOIN reference.code_set AS r
        ON r.code_set = 'icd10cm' AND e.service_from BETWEEN r.covers_from AND coalesce(r.covers_to, e.service_from)
    WHERE d.code_system = 'TEXT' AND e.state IN ('ready', 'held_coding', 'held_edit')
    GROUP BY ALL
)

SELECT w.* FROM waiting AS w
ANTI JOIN core.diagnosis_suggestion AS s
    ON w.received_id = s.received_id AND w.sequence = s.sequence AND 'icd10cm ' || w.version = s.code_sets
ORDER BY w.received_id, w.sequence
"""
_SCHEMA = {
    "received_id": pl.String,
    "sequence": pl.Int32,
    "rank": pl.Int32,
    "code": pl.String,
    "description": pl.String,
    "score": pl.Float64,
    "why": pl.String,
    "code_sets": pl.String,
}


def suggest_for_texts(night: Night) -> int:
    """Bring core.diagnosis_suggestion up to date for encounters that wait; returns how many texts were asked about.

    Sets the variable accept_suggestion from client.yaml. Costs nothing but one query where no text is new.
    """
    con = night.con
    con.execute("SET VARIABLE accept_suggestion = ?::DECIMAL(5, 4)", [night.client.accept_suggestion])
    texts = fetch_dicts(con, _UNASKED)
    if not texts:
        return 0
    from tasks.coding.suggest.desk import Desk

    desk = Desk(night.workspace.code_sets)
    rows = [row for text in texts for row in _rows(desk, text)]
    asked = pl.DataFrame(texts, infer_schema_length=None).select("received_id", pl.col("sequence").cast(pl.Int32))
    con.register("_asked", asked.to_arrow())
    con.execute("DELETE FROM core.diagnosis_suggestion WHERE (received_id, sequence) IN (SELECT * FROM _asked)")
    con.unregister("_asked")
    insert(con, "core.diagnosis_suggestion", pl.DataFrame(rows, schema=_SCHEMA))
    return len(texts)


def _rows(desk: "Desk", text: dict[str, Any]) -> list[dict[str, Any]]:
    candidates = desk.suggest(text["phrase"] or "", text["service_from"]) or []
    key = {"received_id": text["received_id"], "sequence": text["sequence"]}
    facts = ("rank", "code", "description", "score", "why")
    return [
        {**key, **{name: getattr(c, name) for name in facts}, "code_sets": f"icd10cm {text['version']}"}
        for c in candidates
    ]
