"""Tries an edit on the history of a client: what it would have held, in a scratch database that nobody keeps."""

from datetime import date
from typing import Any

from tasks.coding import code_sets, reference
from tasks.coding.edits import Edit, run_edits
from tasks.coding.lay_facts import lay_facts
from tasks.night import Night
from tasks.vault import Vault
from tasks.warehouse import attached, create_schema, fetch_dicts, scratch
from tasks.workspace import ClientFolder

# What a day of service needs of the warehouse; an encounter that was claimed is judged as on the night before.
_COPY = """
INSERT INTO core.encounter BY NAME
SELECT * REPLACE ('ready' AS state) FROM past.core.encounter
WHERE service_from >= $since AND state IN ('ready', 'held_coding', 'held_edit', 'claimed');

INSERT INTO core.diagnosis BY NAME
SELECT d.* FROM past.core.diagnosis AS d SEMI JOIN core.encounter AS e ON d.received_id = e.received_id;

INSERT INTO core.service BY NAME
SELECT s.* FROM past.core.service AS s SEMI JOIN core.encounter AS e ON s.received_id = e.received_id;

INSERT INTO core.patient BY NAME
SELECT p.* FROM past.core.patient AS p
SEMI JOIN core.encounter AS e ON p.batch_id = e.batch_id AND p.patient_id = e.patient_id;

INSERT INTO core.coverage BY NAME
SELECT c.* FROM past.core.coverage AS c
SEMI JOIN core.encounter AS e ON c.batch_id = e.batch_id AND c.patient_id = e.patient_id;

INSERT INTO core.claim BY NAME
SELECT c.* FROM past.core.claim AS c SEMI JOIN core.encounter AS e ON c.patient_id = e.patient_id;

INSERT INTO core.claim_line BY NAME
SELECT l.* FROM past.core.claim_line AS l SEMI JOIN core.claim AS c ON l.claim_id = c.claim_id;

INSERT INTO reference.place_class BY NAME SELECT * FROM past.reference.place_class;

INSERT INTO reference.contract_rate BY NAME SELECT * FROM past.reference.contract_rate;
"""
_MONTHS = """
WITH charge AS (
    SELECT received_id, sum(charge) AS charge FROM edit_service GROUP BY received_id
),

fired AS (
    SELECT received_id, count(*) AS findings FROM edit_found WHERE edit_id = $edit_id GROUP BY received_id
)

SELECT
    strftime(e.service_from, '%Y-%m') AS month,
    count(*) AS encounters,
    count(f.received_id) AS held,
    coalesce(sum(f.findings), 0)::BIGINT AS findings,
    coalesce(sum(c.charge) FILTER (WHERE f.received_id IS NOT NULL), 0)::DECIMAL(14, 2) AS charges_held,
    coalesce(sum(c.charge), 0)::DECIMAL(14, 2) AS charges
FROM edit_encounter AS e
LEFT JOIN fired AS f ON e.received_id = f.received_id
LEFT JOIN charge AS c ON e.received_id = c.received_id
GROUP BY ALL
ORDER BY month
"""


def try_edit(folder: ClientFolder, edit: Edit, since: date) -> list[dict[str, Any]]:
    """What an edit would have found among encounters with days of service from `since`, a row per month of service.

    Columns: month, encounters, held (encounters with a finding), findings, charges_held and charges in dollars. Nothing
    is written. Raises SettingsError for an edit that cannot run, WarehouseError while a night has the warehouse open.
    """
    con = scratch()
    try:
        create_schema(con, "schema")
        with attached(con, folder.warehouse, "past"):
            for statement in _COPY.split(";\n"):
                if statement.strip():
                    con.execute(statement, {"since": since} if "$since" in statement else {})
        night = Night(folder, since, 0, con, Vault(folder.vault), b"", range(0))
        reference.load(night)
        code_sets.prepare(folder.workspace.code_sets)
        lay_facts(night, code_sets.releases(folder.workspace.code_sets))
        con.execute("DELETE FROM edit_found")
        run_edits(con, [edit])
        return fetch_dicts(con, _MONTHS.replace("$edit_id", "?"), [edit.edit_id])
    finally:
        con.close()
