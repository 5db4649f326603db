"""What practices paid the billing company: CSV files of the company's inbox/client_payments, into company.duckdb.

Columns: payment_reference, client_id, paid_on, amount (negative for one that was returned), method, and invoice_number
where the payment names one. A reference is taken in once; a row that cannot be used is listed with its line.
"""

from datetime import date
from pathlib import Path

from tasks.delimited import REMEDY, rows_of
from tasks.mailbox.notes import is_new, is_whole, note_cleared, report
from tasks.register import register
from tasks.vault import Vault
from tasks.warehouse import Connection, fetch_dicts, lay, sql_file
from tasks.workspace import Workspace

COLUMNS = ("payment_reference", "client_id", "paid_on", "amount", "method")
OPTIONAL = ("invoice_number",)

_TWICE = "sent twice"


def take_client_payments(workspace: Workspace, day: date) -> int:
    """Take in the waiting files; returns how many payments are new."""
    folder = workspace.inbox / "client_payments"
    paths = sorted(p for p in folder.glob("*") if is_whole(p)) if folder.is_dir() else []
    taken = 0
    for path in paths:
        content = path.read_bytes()
        digest = Vault(workspace.vault).keep(content)
        with register(workspace) as con:
            if is_new(con, day, path, digest, len(content)):
                taken += _take(workspace, con, day, path, digest, content)
        path.unlink()
        with register(workspace) as con:
            note_cleared(con, digest)
    return taken


def _take(workspace: Workspace, con: Connection, day: date, path: Path, digest: str, content: bytes) -> int:
    fault, frame = rows_of(digest, content, COLUMNS, OPTIONAL)
    if frame is None:
        report(con, day, "client_payments_unusable", "error", digest, path.name, "whole file", fault, REMEDY)
        return 0
    lay(con, "staged_payment", frame)
    con.execute("SET VARIABLE business_day = ?", [day])
    con.execute("SET VARIABLE clients = ?", [[folder.client_id for folder in workspace.clients()]])
    con.execute(sql_file("account", "client_payments"))
    for row in fetch_dicts(con, "SELECT source_line, fault FROM judged_payment WHERE fault IS NOT NULL ORDER BY ALL"):
        twice = row["fault"] == _TWICE
        report(
            con,
            day,
            "client_payment_sent_twice" if twice else "client_payment_unusable",
            "warning" if twice else "error",
            digest,
            path.name,
            f"line {row['source_line']}",
            "this payment came before; it was not booked again" if twice else f"{row['fault']}; it was not booked",
            "Nothing needs doing" if twice else "Correct the row and send it in a new file",
        )
    return int(con.execute("SELECT count(*) FROM judged_payment WHERE fault IS NULL").fetchall()[0][0])
