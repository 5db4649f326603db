"""The settings that a night's claims are made with, as temporary tables beside the warehouse's own."""

import polars as pl

from tasks.night import Night
from tasks.warehouse import insert, sql_file


def load_settings(night: Night) -> None:
    """Fill claim_night, claim_payer and claim_identity from company.yaml, payers.yaml and client.yaml."""
    night.con.execute(sql_file("claims", "05_night"))
    house = night.company.clearinghouse
    tonight = {
        "day": night.day,
        "claim_prefix": night.client.claim_prefix,
        "submitter_name": night.company.name,
        "submitter_id": house.submitter_id,
        "contact_name": house.contact_name,
        "contact_phone": house.contact_phone,
        "receiver_name": house.receiver_name,
        "receiver_id": house.receiver_id,
    }
    payers = [
        p.model_dump(include={"payer_id", "name", "filing_indicator", "route"})
        | {"takes_void": "8" in p.accepts_frequencies}
        for p in night.payers.payers
    ]
    identities = [i.model_dump() for i in night.client.billing_identities]
    insert(night.con, "claim_night", pl.DataFrame([tonight]))
    if payers:
        insert(night.con, "claim_payer", pl.DataFrame(payers))
    insert(night.con, "claim_identity", pl.DataFrame(identities, schema_overrides={"valid_to": pl.Date}))
