"""How fast remittances post, and whether a long history slows the night down.

`python -m tests.benchmarks.posting [LINES] [--history TIMES]` (100,000 lines and five such histories by default): one
835 of so many lines is taken in, matched, posted and checked by the laws, in an empty ledger and in one that holds the
same again TIMES over, spread over five years. Prints seconds a step, lines a second, the ratio of both nights and the
most memory used. A month of 200,000 lines is a busy practice; the history has its claims, remittances and postings.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from tasks.ledger import laws
from tasks.ledger import stage as ledger
from tasks.night import Night, hmac_macro
from tasks.remittances import stage as remittances
from tasks.vault import Vault
from tasks.warehouse import Connection, open_warehouse, scalar
from tasks.workspace import ClientFolder, Workspace
from tasks.x12.read import read_835
from tests.benchmarks.make_835 import large_835

DAY = date(2026, 11, 3)
BYTES_A_LINE = 208
COMPANY = """
name: Eventide Billing
time_zone: America/Chicago
clearinghouse: {submitter_id: EVENTIDE01, receiver_id: NORTHCLR, receiver_name: Northern Clearing,
  contact_name: Desk, contact_phone: "5555550100", usage: T}
"""
PAYERS = """
payers:
  - {payer_id: RUSH1, name: Rushmore Life, payer_class: commercial, filing_indicator: CI, route: rush}
"""
CLIENT = """
client_id: busy
name: Busy Practice
specialty: family medicine
claim_prefix: BU
charges: fee_schedule
billing_identities:
  - {npi: "1234567893", tax_id: "777667755", name: Acme, taxonomy: 207Q00000X, address_line1: 12 River Street,
     city: Springfield, state: IL, postal_code: "627010001", phone: "5555550123", valid_from: 2020-01-01}
"""
# What tells one row from another, and so is another in each copy of the history.
_KEYS = (
    "claim_id", "line_id", "received_id", "encounter_id", "patient_id", "remittance_id", "content_hash",
    "remit_claim_id", "remit_line_id", "remit_adjustment_id", "provider_adjustment_id", "posting_id", "transaction_id",
    "claim_number", "payer_claim_number", "line_control", "trace", "event_id", "source_file",
)  # fmt: skip
_HISTORY = (
    "core.encounter", "core.claim", "core.claim_line", "core.claim_submission", "core.remittance", "core.remit_claim",
    "core.remit_line", "core.remit_adjustment", "ledger.posting",
)  # fmt: skip


def main() -> None:
    """Print the figures as Markdown."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("lines", type=int, nargs="?", default=100_000)
    arguments.add_argument("--history", type=int, default=5)
    asked = arguments.parse_args()
    content = large_835(asked.lines * BYTES_A_LINE / 1e6)
    with tempfile.TemporaryDirectory() as name:
        folder = _workspace(Path(name) / "company")
        before = Path(name) / "before.duckdb"
        con = _open(folder)
        _bill(con, content)
        con.close()
        shutil.copyfile(folder.warehouse, before)
        alone, lines, rows = _night(folder, content)
        _prepend(folder, before, asked.history)
        late, _, all_rows = _night(folder, content)
    print(f"{lines} remittance lines of one night, {rows} postings; history {all_rows - rows} postings of five years\n")
    print("| step | empty ledger, s | after five years, s |\n|---|---|---|")
    for step in alone:
        print(f"| {step} | {alone[step]:.1f} | {late[step]:.1f} |")
    first, second = sum(alone.values()), sum(late.values())
    print(f"\n{lines / first:,.0f} lines a second, {lines / second:,.0f} after five years: ratio {second / first:.2f}")
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _workspace(path: Path) -> ClientFolder:
    for name, text in (("company.yaml", COMPANY), ("payers.yaml", PAYERS), ("clients/busy/client.yaml", CLIENT)):
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return Workspace(path).client("busy")


def _open(folder: ClientFolder) -> Connection:
    con = open_warehouse(folder.warehouse)
    con.execute(hmac_macro(folder.key()))
    return con


def _bill(con: Connection, content: bytes) -> None:
    """The claims that the 835 speaks of, billed a month before and charged in the ledger."""
    tables = read_835(content, "benchmark")
    for name, table in (("remitted", tables["claim"]), ("remitted_line", tables["line"])):
        con.register(name, table.to_arrow())
    con.execute(_BILLED)
    for name in ("remitted", "remitted_line"):
        con.unregister(name)


_BILLED = """
    CREATE TEMP TABLE billed AS
    SELECT st_index, claim_index, claim_number, charge_amount AS charge, 'BU' || claim_number AS claim_id
    FROM remitted;
    INSERT INTO core.encounter BY NAME
    SELECT claim_id AS received_id, 'b1' AS batch_id, claim_id AS encounter_id, DATE '2026-10-01' AS received_on,
        'h' AS content_hash, 'f' AS source_file, 1 AS source_line, charge AS charge_received, claim_id AS patient_id,
        'insurance' AS financial_class, DATE '2026-03-01' AS service_from, DATE '2026-03-01' AS service_to,
        'claimed' AS state, DATE '2026-10-01' AS state_since
    FROM billed;
    INSERT INTO core.claim BY NAME
    SELECT claim_id, claim_id AS received_id, claim_id AS encounter_id, claim_id AS patient_id, 'insurer' AS party,
        'RUSH1' AS payer_id, 1 AS payer_priority, '1234567893' AS billing_npi, '777667755' AS billing_tax_id,
        '11' AS place_of_service, DATE '2026-03-01' AS service_from, DATE '2026-03-01' AS service_to, charge,
        0 AS patient_paid, DATE '2026-10-01' AS created_on, true AS live
    FROM billed;
    INSERT INTO core.claim_line BY NAME
    SELECT l.line_control AS line_id, b.claim_id, l.line_index + 1 AS line_number,
        l.line_index + 1 AS source_line_number,
        'HCPCS' AS code_system, l.code, 1 AS units, 'UN' AS unit_basis, l.charge_amount AS charge,
        coalesce(l.service_from, DATE '2026-03-01') AS service_from,
        coalesce(l.service_to, DATE '2026-03-01') AS service_to, '1' AS diagnosis_pointers
    FROM remitted_line AS l
    INNER JOIN billed AS b USING (st_index, claim_index);
    INSERT INTO core.claim_submission BY NAME
    SELECT claim_number, claim_id, 1 AS sequence, '1' AS frequency, 'f.837' AS claim_file, '000000001' AS isa_control,
        '1' AS gs_control, '0001' AS st_control, charge, DATE '2026-10-01' AS submitted_on
    FROM billed;
    DROP TABLE billed
"""


def _night(folder: ClientFolder, content: bytes) -> tuple[dict[str, float], int, int]:
    """Seconds of each step of the night that takes the 835 in; its lines, and all postings of the ledger."""
    inbox = folder.inbox("remits")
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "big.835").write_bytes(content)
    con = _open(folder)
    earlier = Night(folder, date(2026, 10, 1), 1, con, Vault(folder.vault), folder.key(), range(0))
    if not scalar(con, "SELECT count(*) FROM ledger.posting WHERE rule = 'charge' AND posted_on = DATE '2026-10-01'"):
        ledger.run(earlier)
    night = Night(folder, DAY, 1, con, Vault(folder.vault), folder.key(), range(0))
    taken: dict[str, float] = {}
    con.begin()
    for name, step in (("read, match", remittances.run), ("post", ledger.run), ("laws", laws.run_checks)):
        started = time.perf_counter()
        step(night)
        taken[name] = time.perf_counter() - started
    started = time.perf_counter()
    con.commit()
    taken["commit"] = time.perf_counter() - started
    money = "SELECT coalesce(sum(offenders), 0) FROM core.law_result WHERE law LIKE '2%' OR law LIKE '3%'"
    if offenders := scalar(con, money):
        raise AssertionError(f"{offenders} offenders of laws 2 and 3: the figures would mean nothing")
    if unmatched := scalar(con, "SELECT count(*) FROM core.remit_line WHERE line_id IS NULL"):
        raise AssertionError(f"{unmatched} lines found no line of ours: the figures would mean nothing")
    lines = int(scalar(con, "SELECT count(*) FROM core.remit_line WHERE line_id NOT LIKE 'h%'"))
    rows = int(scalar(con, "SELECT count(*) FROM ledger.posting"))
    con.close()
    print(", ".join(f"{step} {seconds:.1f} s" for step, seconds in taken.items()), file=sys.stderr, flush=True)
    return taken, lines, rows


def _prepend(folder: ClientFolder, before: Path, times: int) -> None:
    """Put a history before the night: what the night without one left, so many times, months and years earlier."""
    left = folder.warehouse.with_suffix(".left")
    folder.warehouse.rename(left)
    shutil.copyfile(before, folder.warehouse)
    con = _open(folder)
    con.execute(f"ATTACH '{left}' AS made (READ_ONLY)")
    for table in _HISTORY:
        columns = con.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'made' AND schema_name || '.' ||"
            " table_name = ? ORDER BY column_index", [table],
        ).fetchall()  # fmt: skip
        for number in range(1, times + 1):
            months = 60 * number // times
            chosen = ", ".join(
                f"'h{number}_' || {name} AS {name}" if name in _KEYS
                else f"CAST({name} - INTERVAL {months} MONTH AS DATE) AS {name}" if kind == "DATE" else name
                for name, kind in columns
            )  # fmt: skip
            con.execute(f"INSERT INTO {table} BY NAME SELECT {chosen} FROM made.{table}")
    con.execute("INSERT OR IGNORE INTO ledger.account SELECT * FROM made.ledger.account")
    con.close()
    left.unlink()


if __name__ == "__main__":
    main()
