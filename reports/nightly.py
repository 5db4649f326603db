"""The nightly report of a client: what came in, what went out, what needs a person."""

from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from reports.charts import aging_chart
from reports.contract import render_contract
from reports.render import NightInfo, info_of, rows, total, write_page
from reports.words import BUCKETS, law
from tasks.night import Counts, Night
from tasks.warehouse import Connection, sql_head
from tasks.workspace import SQL

QUERIES = (
    "worklist",
    "largest_items",
    "batches",
    "acknowledgements",
    "remittances",
    "deposits",
    "claim_files",
    "money_by_payer",
    "denials",
    "problems",
    "checks",
)


def run(night: Night) -> Counts:
    """Write the night's report and the contract page of each batch it took in; doing it again writes the same."""
    info = info_of(night)
    folder = night.folder.reports / night.day.isoformat()
    render_nightly(night.con, info, folder / "nightly.html")
    batches = rows(night.con, "batches", day=night.day)
    for batch in batches:
        render_contract(night.con, info, batch["batch_id"], folder / contract_file(batch["batch_id"]))
    return {"pages": 1 + len(batches)}


def contract_file(batch_id: str) -> str:
    """The name of a batch's contract page, safe as a file name and in a link.

    >>> contract_file("2026-11-05 a/b")
    'contract-2026-11-05_a_b.html'
    """
    return f"contract-{''.join(c if c.isalnum() or c in '-.' else '_' for c in batch_id)}.html"


def render_nightly(con: Connection, info: NightInfo, target: Path) -> None:
    """Write the report of the night `info.day`, from the marts as they are now."""
    write_page("nightly", target, nightly_values(con, info))


def nightly_values(con: Connection, info: NightInfo) -> dict[str, Any]:
    """Everything the template shows."""
    values: dict[str, Any] = {query: rows(con, query, day=info.day) for query in QUERIES}
    aging = rows(con, "aging", day=info.day)
    payers = values["money_by_payer"]
    return values | {
        "info": info,
        "totals": rows(con, "night_totals", day=info.day)[0],
        "waiting": total(values["worklist"], "items"),
        "oldest": max((row["age_days"] for row in values["worklist"]), default=0),
        "payer_totals": total(payers, *(c for c in (payers[0] if payers else {}) if c not in ("party", "payer"))),
        "aging": aging_table(aging),
        "chart": aging_chart(aging),
        "contract_file": contract_file,
        "checks": sorted((check | check_words(check["law"]) for check in values["checks"]), key=itemgetter("number")),
        "broken": [check for check in values["checks"] if check["offenders"]],
    }


@cache
def check_heads() -> dict[str, dict[str, str]]:
    """The heads of sql/checks by the id of the check."""
    heads = (sql_head(file.read_text(encoding="utf-8")) for file in sorted((SQL / "checks").glob("*.sql")))
    return {head["id"]: head for head in heads}


def check_words(check: str) -> dict[str, str]:
    """Law and title of a check; its plain name when this version of the software no longer has it."""
    head = check_heads().get(check)
    if head is None:
        return {"number": "", "of_law": "Other", "title": check}
    return {"number": head["law"], "of_law": law(head["law"]), "title": head["title"]}


def aging_table(aging: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a bucket with the amounts of insurers and patients; the buckets for credits and future days if used."""
    cells = {(row["bucket"], row["party"]): row for row in aging}
    used = {row["bucket"] for row in aging}
    table = []
    for bucket in (*BUCKETS, "credit", "future"):
        if bucket in BUCKETS or bucket in used:
            insurer, patient = (cells.get((bucket, party), {}) for party in ("insurer", "patient"))
            row = {"bucket": bucket, "insurer": insurer.get("amount", 0), "patient": patient.get("amount", 0)}
            row["claims"] = insurer.get("claims", 0) + patient.get("claims", 0)
            table.append(row | {"amount": row["insurer"] + row["patient"]})
    return table
