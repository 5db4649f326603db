"""A client whose months are sealed by hand: rows in, the real tables of an invoice out, without a night or a close.

Amounts and rates are given as text, days as dates; rows are dictionaries of what the sealed tables have, and what is
left out of a row is empty.
"""

import calendar
import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data_contracts.agreement import Agreement
from tasks.invoice.stage import draft
from tasks.manifest import Configuration
from tasks.month import Month, sealed_folder
from tasks.vault import Vault
from tasks.warehouse import Connection, create_schema, fetch_dicts, scratch, sql_file
from tasks.workspace import ClientFolder, Workspace

Row = dict[str, Any]

MONEY = (
    "posting_id", "posted_on", "effective_on", "claim_id", "line_id", "payer_id", "payer_class", "rendering_npi",
    "place_of_service", "code", "origin", "source", "amount", "original_posting_id", "original_period", "source_file",
    "source_position",
)  # fmt: skip
WORK = (
    "kind", "subject_id", "worked_on", "payer_class", "rendering_npi", "place_of_service", "code", "quantity", "amount",
    "description",
)  # fmt: skip
ACCOUNT = ("entry", "number", "period", "version", "credits", "booked_on", "due_on", "amount", "reference")
EARLIER = ("kind", "posting_id", "invoice_number", "amount")
INVOICING = {"number_prefix": "NL-", "address": ["9 Meridian Row"], "pay": ["by check"], "dunning": []}


@dataclass
class Practice:
    """One client: its warehouse in memory and its folder."""

    folder: ClientFolder
    con: Connection
    state: str = "VT"
    invoicing: Row | None = field(default_factory=lambda: dict(INVOICING))

    def seal(
        self,
        period: date,
        agreements: Iterable[Row],
        *,
        day: date,
        version: int = 1,
        collections: Iterable[Row] = (),
        charged: Iterable[Row] = (),
        work: Iterable[Row] = (),
        account: Iterable[Row] = (),
    ) -> Month:
        """Write a sealed folder as the close does, with the invoices of earlier months as they stand in the tables."""
        last_day = period.replace(day=calendar.monthrange(period.year, period.month)[1])
        sealed = sealed_folder(self.folder, period, version)
        sealed.mkdir(parents=True)
        for name, value in (("first_day", period), ("last_day", last_day), ("business_day", day)):
            self.con.execute(f"SET VARIABLE {name} = ?", [value])
        _write(sealed / "collections.csv", MONEY, collections)
        _write(sealed / "charged.csv", MONEY, charged)
        _write(sealed / "work.csv", WORK, work)
        _write(sealed / "own_account.csv", ACCOUNT, account)
        for name in ("collections", "charged"):
            self.con.execute(
                f"CREATE OR REPLACE TEMP TABLE sealing_{name} AS "
                "SELECT * FROM read_csv(?, all_varchar = true, header = true, delim = ',')",
                [str(sealed / f"{name}.csv")],
            )
        _write(sealed / "earlier.csv", EARLIER, fetch_dicts(self.con, sql_file("close", "earlier")))
        (sealed / "agreement.json").write_text(json.dumps(self._terms(period, agreements)), encoding="utf-8")
        return Month(
            folder=self.folder, day=day, run=1, con=self.con, vault=Vault(self.folder.vault), key=b"",
            control_numbers=range(0), period=period, last_day=last_day, version=version, hard=True,
            after=(last_day, 1), configuration=Configuration({}),
        )  # fmt: skip

    def _terms(self, period: date, agreements: Iterable[Row]) -> Row:
        given = [Agreement.model_validate(agreement).model_dump(mode="json") for agreement in agreements]
        client = {"client_id": self.folder.client_id, "name": self.folder.client_id.title(), "address": ["1 Main St"]}
        return {
            "period": f"{period:%Y-%m}",
            "agreements": sorted(given, key=lambda agreement: agreement["valid_from"]),
            "client": {**client, "state_on": [{"from": "2020-01-01", "to": None, "state": self.state}]},
            "company": {"name": "Northlight", "invoicing": self.invoicing},
        }

    def draft(self, month: Month) -> dict[str, int]:
        """Draft in a transaction, as the close does; nothing stays where it is refused."""
        self.con.begin()
        try:
            counts = draft(month)
        except BaseException:
            self.con.rollback()
            raise
        self.con.commit()
        return counts

    def number(self, month: Month, first: int) -> None:
        """Number the drafts of a month without the company's register."""
        query = "SELECT invoice_id FROM core.invoice WHERE invoice_number IS NULL ORDER BY period, version, kind"
        for place, row in enumerate(fetch_dicts(self.con, query)):
            sql = "UPDATE core.invoice SET invoice_number = ? WHERE invoice_id = ?"
            self.con.execute(sql, [f"N{first + place:06d}", row["invoice_id"]])


def practice(workspace: Path, client_id: str = "lakeside", con: Connection | None = None) -> Practice:
    """A client without invoices, its warehouse in memory."""
    con = con or _warehouse(client_id)
    for table in ("invoice", "invoice_line", "invoice_line_posting"):
        con.execute(f"DELETE FROM core.{table}")
    return Practice(Workspace(workspace).client(client_id), con)


@cache
def _warehouse(client_id: str) -> Connection:
    """One a client and process: making the tables takes longer than most tests."""
    con = scratch()
    create_schema(con, "schema")
    return con


def _write(path: Path, names: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: "" if value is None else value for name, value in row.items()} for row in rows)
