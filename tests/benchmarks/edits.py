"""How fast all edits run over a large night, with code sets of real size.

`python -m tests.benchmarks.edits [ENCOUNTERS] [--pairs PAIRS]` (100,000 encounters of ten lines and 2.5 million NCCI
pairs by default): encounters and codes are made up, in the forms of the real ones. Prints seconds for laying what edits
read and for the edits, the slowest of them, findings, and the most memory used; at a half of the size as well, so that
it shows whether time grows with the lines.
"""

import argparse
import resource
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl

from tasks.coding import code_sets
from tasks.coding.edits import read_edits, run_edits
from tasks.coding.lay_facts import lay_facts
from tasks.coding.release import Release, write_release
from tasks.night import Night
from tasks.vault import Vault
from tasks.warehouse import Connection, open_warehouse, scalar, sql_file
from tasks.workspace import SQL, ClientFolder, Workspace
from tests.benchmarks.posting import CLIENT, COMPANY, PAYERS

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
CODES, LINES = 15_000, 10
# What the encounters need; {n} is their number. Codes are HCPCS in form, some are visits.
_WORLD = """
CREATE TEMP TABLE procedure_code AS
SELECT i, chr((65 + i % 26)::INTEGER) || lpad((i // 26)::VARCHAR, 4, '0') AS code FROM range({codes}) AS t (i);

CREATE TEMP TABLE diagnosis_code AS
SELECT row_number() OVER (ORDER BY code) - 1 AS i, code FROM read_parquet('{icd}') WHERE billable;

INSERT INTO core.patient BY NAME
SELECT 'b1' AS batch_id, 'P' || i AS patient_id, DATE '1950-01-01' + (i % 25000)::INTEGER AS birth_date,
    CASE i % 2 WHEN 0 THEN 'F' ELSE 'M' END AS sex
FROM range({n} // 3) AS t (i);

INSERT INTO core.coverage BY NAME
SELECT 'b1' AS batch_id, patient_id AS coverage_id, patient_id, 'RUSH1' AS payer_id, 1 AS priority,
    '18' AS relationship, DATE '2020-01-01' AS effective_from
FROM core.patient;

INSERT INTO core.encounter BY NAME
SELECT 'b1/E' || i AS received_id, 'b1' AS batch_id, 'E' || i AS encounter_id, DATE '2026-04-01' AS received_on,
    'h' AS content_hash, 'f' AS source_file, i AS source_line, 'P' || (i % ({n} // 3)) AS patient_id,
    'insurance' AS financial_class, DATE '2026-01-01' + (hash(i) % 90)::INTEGER AS service_from,
    service_from AS service_to, '11' AS place_of_service, '19' || lpad((i % 40)::VARCHAR, 8, '0') AS rendering_npi,
    'ready' AS state, DATE '2026-04-01' AS state_since
FROM range({n}) AS t (i);

INSERT INTO core.diagnosis BY NAME
SELECT e.received_id, s.sequence, 'ICD10CM' AS code_system, c.code
FROM core.encounter AS e
CROSS JOIN range(1, 5) AS s (sequence)
INNER JOIN diagnosis_code AS c ON (hash(e.received_id, s.sequence) % 70000)::BIGINT = c.i;

INSERT INTO core.service BY NAME
SELECT e.received_id, s.line_number, e.service_from, e.service_from AS service_to,
    CASE s.line_number WHEN 1 THEN 'CPT' ELSE 'HCPCS' END AS code_system,
    CASE s.line_number WHEN 1 THEN '99213' ELSE c.code END AS code,
    [NULL, '25', '59', 'RT', '76'][1 + (hash(c.code, e.received_id) % 20)::INTEGER] AS modifier1,
    1 + hash(e.received_id, c.code) % 3 AS units, 'UN' AS unit_basis, 100 AS charge, '1:2' AS diagnosis_pointers
FROM core.encounter AS e
CROSS JOIN range(1, {lines} + 1) AS s (line_number)
INNER JOIN procedure_code AS c ON (hash(e.received_id, s.line_number, 7) % {codes})::BIGINT = c.i;
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("encounters", nargs="?", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=2_500_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="edits-"))
    try:
        workspace = _workspace(folder, asked.pairs)
        for encounters in (asked.encounters // 2, asked.encounters):
            _measure(workspace, encounters)
    finally:
        shutil.rmtree(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"most memory used: {peak:.2f} GB")


def _workspace(folder: Path, pairs: int) -> Workspace:
    workspace = Workspace(folder)
    client = workspace.client("busy").path
    client.mkdir(parents=True)
    (folder / "company.yaml").write_text(COMPANY)
    (folder / "payers.yaml").write_text(PAYERS)
    (client / "client.yaml").write_text(CLIENT.replace("fee_schedule", "as_sent"))
    (client / "fees.csv").write_text("code,modifier,fee,valid_from,valid_to\n99213,,100.00,2020-01-01,\n")
    began = time.perf_counter()
    code_sets.prepare(workspace.code_sets)
    _write_sets(workspace.code_sets, pairs)
    print(f"code sets made in {time.perf_counter() - began:.0f} s: {pairs:,} pairs over {CODES:,} codes")
    return workspace


def _write_sets(folder: Path, pairs: int) -> None:
    codes = [chr(65 + i % 26) + f"{i // 26:04d}" for i in range(CODES)]
    step = max(1, CODES * CODES // pairs)
    at = pl.int_range(0, CODES * CODES, step, eager=True)
    names = pl.Series(codes)
    days = {"valid_from": pl.lit(FIRST), "valid_to": pl.lit(LAST)}
    listed = pl.DataFrame({"column1": names.gather(at // CODES), "column2": names.gather(at * 7919 % CODES)})
    listed = listed.unique(maintain_order=True)
    indicator = pl.Series("modifier_indicator", ["1", "0", "9", "1"]).gather(
        pl.int_range(0, len(listed), eager=True) % 4
    )
    units = pl.Series("units", [1, 2, 4, 12]).gather(pl.int_range(0, CODES, eager=True) % 4)
    mai = pl.Series("mai", ["3", "2", "1"]).gather(pl.int_range(0, CODES, eager=True) % 3)
    frames = {
        "ncci_ptp": listed.with_columns(indicator, **days),
        "ncci_mue": pl.DataFrame({"code": codes}).with_columns(units, mai, **days),
        "add_on": pl.DataFrame({"add_on": codes[:600], "primary_code": codes[600:1200]}).with_columns(
            type=pl.lit("1"), **days
        ),
        "hcpcs": pl.DataFrame({"code": codes}).with_columns(
            billable=pl.lit(True), description=pl.lit("made up"), **days
        ),
        "lcd": pl.DataFrame({"code": codes[:500]}).with_columns(
            article=pl.lit("A50000"), state=pl.lit("IL"), diagnosis=pl.lit("E119"), **days
        ),
    }
    for name, frame in frames.items():
        release = Release(name, "2026-01", FIRST, LAST, "made up")
        write_release(folder / release.file_name, release, frame)


def _measure(workspace: Workspace, encounters: int) -> None:
    folder = workspace.client("busy")
    folder.warehouse.unlink(missing_ok=True)
    con = open_warehouse(folder.warehouse)
    try:
        _fill(con, workspace, encounters)
        _judge(con, folder, encounters)
    finally:
        con.close()


def _fill(con: Connection, workspace: Workspace, encounters: int) -> None:
    icd = next(workspace.code_sets.glob("icd10cm.2026*.parquet"))
    con.execute(_WORLD.format(n=encounters, codes=CODES, lines=LINES, icd=icd))


def _judge(con: Connection, folder: ClientFolder, encounters: int) -> None:
    night = Night(folder, date(2026, 4, 1), 1, con, Vault(folder.vault), b"k" * 32, range(1, 10))
    edits = read_edits([SQL / "edits"])
    began = time.perf_counter()
    lay_facts(night, code_sets.releases(folder.workspace.code_sets))
    laid = time.perf_counter() - began
    seconds: dict[str, float] = {}
    for edit in edits:
        start = time.perf_counter()
        run_edits(con, [edit])
        seconds[edit.edit_id] = time.perf_counter() - start
    start = time.perf_counter()
    con.execute(
        "INSERT INTO edit_title SELECT unnest(?), unnest(?)", [[e.edit_id for e in edits], [e.title for e in edits]]
    )
    con.execute("SET VARIABLE day = DATE '2026-04-01'")
    for step in ("versions", "verdict", "keep"):
        con.execute(sql_file("coding", step))
    kept = time.perf_counter() - start
    whole = laid + sum(seconds.values()) + kept
    lines = int(scalar(con, "SELECT count(*) FROM edit_service"))
    found = int(scalar(con, "SELECT count(*) FROM edit_judged"))
    print(f"{encounters:,} encounters, {lines:,} lines: {whole:.1f} s ({lines / whole:,.0f} lines a second)")
    print(
        f"  laid in {laid:.1f} s; {len(edits)} edits {sum(seconds.values()):.1f} s;"
        f" {found:,} findings kept in {kept:.1f} s"
    )
    slowest = sorted(seconds.items(), key=lambda item: -item[1])[:6]
    print("  slowest: " + ", ".join(f"{name} {value:.1f} s" for name, value in slowest))


if __name__ == "__main__":
    main()
