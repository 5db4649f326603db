"""The reader: an X12 file to tables.

>>> read_835(b"", "empty")["finding"]["code"].to_list()
['not_x12']
"""

import polars as pl

from data_contracts.x12 import x277ca, x835, x999
from tasks.x12 import acknowledgements
from tasks.x12.balance import check_balances
from tasks.x12.blocks import BLOCK_BYTES, Uncut
from tasks.x12.file import X12File, open_file, read_loops, report_unsupported
from tasks.x12.plausible import check_plausible
from tasks.x12.remittance import content_hashes, finish_payments, with_claim_dates, with_hashes
from tasks.x12.stream import joined, read_blocks
from tasks.x12.tables import read_tables

Tables = dict[str, pl.DataFrame]
# Bytes from which on a file is read in blocks.
LARGE = 2 * BLOCK_BYTES


def read_835(content: bytes, source_file: str) -> Tables:
    """Every 835 of a file as tables, with findings for what is wrong in it. Never raises for what is in the file.

    Tables: payment (one row per ST), claim, line, adjustment, provider_adjustment, remark, reference, batch, name,
    date, amount, quantity, contact, other_segments, other_elements, finding. Each has source_file, st_index (0-based
    in the file), segment (1-based in the file) and offset (byte); claim_index and line_index count from 0. Amounts are
    Decimal(14, 2) in dollars. Columns: the guide in data_contracts/x12/x835.py.
    """
    if len(content) > LARGE:
        try:
            return joined(read_blocks(content, source_file))
        except Uncut:
            pass
    file = open_file(content, source_file)
    report_unsupported(file, [x835.GUIDE])
    tables = read_remittances(file)
    tables["finding"] = file.finding_table()
    return tables


def read_remittances(file: X12File) -> Tables:
    """The tables of the 835s of an opened file; what is wrong is added to its findings."""
    loops = read_loops(file, x835.GUIDE)
    tables = read_tables(file.segments, loops, file.findings)
    check_balances(tables, file.findings)
    check_plausible(tables, file.findings)
    tables["line"] = with_claim_dates(tables)
    tables["payment"] = with_hashes(finish_payments(file, tables["payment"]), content_hashes(file, loops.sets))
    return {name: file.named(frame) for name, frame in tables.items()}


def read_acknowledgements(content: bytes, source_file: str) -> Tables:
    """Every TA1, 999 and 277CA of a file as tables ta1, ack999, error999, status277, other_segments and finding."""
    file = open_file(content, source_file)
    report_unsupported(file, [x999.GUIDE, x277ca.GUIDE], ta1=True)
    tables = acknowledgements.read(file)
    tables["finding"] = file.finding_table()
    return tables
