"""Opening balances: what was open in the system before, claim by claim, at go-live (inbox/opening)."""

import polars as pl

from tasks.delimited import stage_files
from tasks.night import Night
from tasks.problems import report
from tasks.warehouse import fetch_dicts, insert, scalar, sql_file

# A row is a line of a claim; rows of one claim_number and payer_id (or patient) are one claim.
COLUMNS = (
    "claim_number", "payer_id", "payer_priority", "patient_id", "service_on", "place_of_service", "code_system", "code",
    "units", "charge", "open_amount",
)  # fmt: skip
# next_payer_id: who owes what the payer leaves to the patient. Coverages are not taken over, so nothing else tells it;
# only for a claim that no payer has answered. An answered one is sent as the balance of the payer that owes it now.
MAY = ("modifiers", "payer_claim_number", "member_id", "last_name", "first_name", "next_payer_id")

_FAULTS = "SELECT source_file, source_line, fault FROM judged_opening WHERE faulty AND fault IS NOT NULL ORDER BY ALL"


def take_opening(night: Night) -> int:
    """Take over the balances of tonight's files; returns how many claims."""
    if not stage_files(night, "remittances", "opening", COLUMNS, "staged_opening", MAY):
        return 0
    payers = pl.DataFrame({"payer_id": [p.payer_id for p in night.payers.payers]}, schema={"payer_id": pl.String})
    identities = pl.DataFrame(
        [(i.npi, i.tax_id, i.valid_from, i.valid_to) for i in night.client.billing_identities],
        schema={"npi": pl.String, "tax_id": pl.String, "valid_from": pl.Date, "valid_to": pl.Date},
        orient="row",
    )
    for table, frame in (("opening_payer", payers), ("opening_identity", identities)):
        columns = ", ".join(f"{name} {'DATE' if 'valid' in name else 'VARCHAR'}" for name in frame.columns)
        night.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})")
        insert(night.con, table, frame)
    night.con.execute(sql_file("opening", "10_rows"))
    for row in fetch_dicts(night.con, _FAULTS):
        report(
            night,
            "remittances",
            "opening_balance_unusable",
            f"{row['fault']}; the claim was not taken over",
            "Correct the row and send all rows of the claim in a new file",
            source_file=row["source_file"],
            position=f"line {row['source_line']}",
        )
    night.con.execute(sql_file("opening", "20_keep"))
    return int(scalar(night.con, "SELECT count(DISTINCT claim_id) FROM judged_opening WHERE NOT faulty"))
