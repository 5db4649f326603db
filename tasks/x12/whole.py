"""Everything in a file: the envelopes, and the tables of every guide that describes a transaction set in it."""

import polars as pl

from data_contracts.x12 import x835
from data_contracts.x12.guides import GUIDES
from tasks.x12 import acknowledgements
from tasks.x12.claim_balance import check_claim_balances
from tasks.x12.envelope_tables import read_envelopes
from tasks.x12.file import open_file, read_loops, report_unsupported
from tasks.x12.read import Tables, read_remittances
from tasks.x12.tables import read_tables

OTHERS = ("other_segments", "other_elements")


def read_file(content: bytes, source_file: str) -> Tables:
    """All tables of one file. Never raises for what is in it.

    Always interchange, functional_group, transaction_set, ta1, the tables of an 835 (see read_835), other_segments,
    other_elements and finding; of every other guide found in the file its own tables, named <table>_<suffix of the
    guide>, and of a 999 or 277CA the summaries ack999, error999 and status277.
    """
    file = open_file(content, source_file)
    report_unsupported(file, GUIDES, ta1=True)
    found = [guide for guide in GUIDES if guide is not x835.GUIDE and len(file.sets(guide))]
    sets = {guide.name: read_tables(file.segments, read_loops(file, guide), file.findings) for guide in found}
    for guide in found:
        if guide.set_id == "837":
            check_claim_balances(sets[guide.name], file.findings)
    tables = read_envelopes(file, GUIDES) | {"ta1": acknowledgements.read_ta1(file)}
    for guide in found:
        tables |= {f"{name}_{guide.suffix}": sets[guide.name][name] for name in guide.tables}
    tables |= acknowledgements.summaries(file, sets)
    remittances = read_remittances(file)
    tables = remittances | {name: file.named(frame) for name, frame in tables.items()}
    for name in OTHERS if sets else ():
        parts = [remittances[name], *(file.named(read[name]) for read in sets.values())]
        tables[name] = pl.concat(parts).sort("segment", maintain_order=True)
    return tables | {"finding": file.finding_table()}
