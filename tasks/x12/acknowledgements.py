"""TA1, 999 and 277CA as tables that answer: which of our interchanges, sets and claims was taken, and if not why."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import polars as pl

from data_contracts.x12 import x277ca, x999
from data_contracts.x12.codes import CODES
from tasks.x12 import columns as typed
from tasks.x12.file import X12File, open_file, read_loops
from tasks.x12.tables import empty_tables, read_tables

Tables = dict[str, pl.DataFrame]
GUIDES = (x999.GUIDE, x277ca.GUIDE)
OTHERS = ("other_segments", "other_elements")
# What is said of a claim and of a line beside their statuses.
_OF_TRACE = ("trace", "payer_claim_number", "clearinghouse_number", "service_from", "service_to")
_OF_SERVICE = ("code_qualifier", "code", "charge_amount", "line_control")
LEVELS = {"20": "source", "21": "receiver", "19": "provider", "PT": "claim"}


def read(file: X12File) -> Tables:
    """Tables ta1, ack999, error999, status277 (see the functions below), other_segments and other_elements."""
    tables = dict(_nothing())
    if len(file.segments.rows("TA1")):
        tables["ta1"] = read_ta1(file)
    sets = {
        guide.name: read_tables(file.segments, read_loops(file, guide), file.findings)
        for guide in GUIDES
        if len(file.sets(guide))
    }
    tables |= summaries(file, sets)
    for name in OTHERS if sets else ():
        tables[name] = pl.concat([read[name] for read in sets.values()]).sort("segment", maintain_order=True)
    return {name: file.named(frame) for name, frame in tables.items()}


def summaries(file: X12File, sets: Mapping[str, Tables]) -> Tables:
    """ack999 and error999 of the tables of 999s, status277 of those of 277CAs, by the names of their guides."""
    found: Tables = {}
    if x999.GUIDE.name in sets:
        found |= _answers(file, sets[x999.GUIDE.name])
    if x277ca.GUIDE.name in sets:
        found |= _of_claims(file, sets[x277ca.GUIDE.name])
    return found


@cache
def _nothing() -> Tables:
    """The tables of a file without answers."""
    file = open_file(b"", "")
    sets = {guide.name: empty_tables(guide) for guide in GUIDES}
    others = {name: sets[x999.GUIDE.name][name] for name in OTHERS}
    return {"ta1": read_ta1(file)} | summaries(file, sets) | others


def read_ta1(file: X12File) -> pl.DataFrame:
    """One row per TA1: the interchange answered (its ISA13), code A, E or R, note code, its day and time.

    made_on is the day of the interchange that brings the answer (ISA09).
    """
    segments = file.segments
    rows = segments.rows("TA1")
    isas = file.envelope.all_isa
    around = isas[np.maximum(np.searchsorted(isas, rows, "right") - 1, 0)] if len(isas) else rows[:0]
    ta1 = segments.pick(rows)
    answered_on, good = typed.dates(segments.content, ta1.element(2), century=20)
    remedy = "Ask the sender of the acknowledgement"
    file.findings.add("unreadable_date", "warning", rows[~good], "TA102 is not a day written YYMMDD", remedy, "TA102")
    bad = ~segments.among(ta1.element(4), CODES["interchange acknowledgement"])
    file.findings.add("unknown_code", "warning", rows[bad], "TA104 is not A, E or R", remedy, "TA104")
    return pl.DataFrame(
        {
            "segment": typed.whole(rows + 1),
            "offset": typed.whole(segments.offset(rows)),
            "isa_control": typed.text(segments, segments.element(around, 13)).str.strip_chars(),
            "answered_isa_control": typed.text(segments, ta1.element(1)).str.strip_chars(),
            "answered_on": answered_on,
            "answered_time": typed.text(segments, ta1.element(3)),
            "code": typed.text(segments, ta1.element(4)),
            "note": typed.text(segments, ta1.element(5)),
            "made_on": typed.dates(segments.content, segments.element(around, 9), century=20)[0],
        }
    )


def _group_days(file: X12File) -> pl.Series:
    """GS04 of the group around each ST."""
    groups = file.envelope.gs
    at = np.flatnonzero(groups >= 0)
    span = file.segments.element(groups[at], 4)
    return typed.dates(file.segments.content, span, typed.Rows(at, len(groups)))[0]


def _answers(file: X12File, tables: Tables) -> Tables:
    """ack999: one row per transaction set answered (AK2), or one per group where no set is named; made_on is GS04.

    error999: one row per segment error with its element errors; codes and places, never the bad values. claim_number is
    our CLM01 where the sender names it as the context.
    """
    control = file.control_numbers().lazy().rename({"complete": "whole"})
    control = control.with_columns(made_on=_group_days(file))
    group = tables["group"].lazy().join(control, on="st_index", how="left", maintain_order="left")
    answers = group.join(
        tables["set"].lazy().rename({"segment": "set_segment", "offset": "set_offset"}),
        on="st_index",
        how="left",
        maintain_order="left_right",
    )
    ack = answers.with_columns(
        segment=pl.coalesce("set_segment", "segment"), offset=pl.coalesce("set_offset", "offset")
    ).drop("set_segment", "set_offset")
    errors = _errors(tables) if len(tables["segment"]) else _no_errors()
    summary = (
        errors.lazy()
        .group_by("st_index", "set_index", maintain_order=True)
        .agg(pl.col("summary").str.join("; ").alias("errors"))
    )
    keys = ["st_index", "set_index"]
    ack = ack.join(summary, on=keys, how="left", maintain_order="left").rename({"whole": "complete"})
    return {"ack999": typed.collected(ack), "error999": errors}


@cache
def _no_errors() -> pl.DataFrame:
    return _errors(empty_tables(x999.GUIDE))


def _errors(tables: Tables) -> pl.DataFrame:
    """Segment errors with their element errors and a summary: CLM at 22: segment error 8, element 2 (782) error 1."""
    keys = ["st_index", "set_index", "segment_index"]
    element = (
        tables["element"]
        .lazy()
        .select(*keys, "element_index", "element_position", "component_position", "element_reference", "element_error")
    )
    part = pl.format(
        ", element {} ({}) error {}",
        pl.col("element_position").cast(pl.String).fill_null("?"),
        pl.col("element_reference").fill_null("?"),
        pl.col("element_error").fill_null("?"),
    )
    whole = pl.format(
        "{} at {}: segment error {}",
        pl.col("error_segment_id").fill_null("?"),
        pl.col("error_position").cast(pl.String).fill_null("?"),
        pl.col("segment_error").fill_null("?"),
    )
    claims = (
        tables["context"]
        .lazy()
        .filter(pl.col("context_name") == "CLM01")
        .group_by(keys, maintain_order=True)
        .agg(claim_number=pl.col("context_reference").first())
    )
    with_element = pl.when(pl.col("element_index").is_not_null()).then(part).otherwise(pl.lit(""))
    return typed.collected(
        tables["segment"]
        .lazy()
        .join(element, on=keys, how="left", maintain_order="left_right")
        .join(claims, on=keys, how="left", maintain_order="left")
        .with_columns(summary=whole + with_element)
    )


def _of_claims(file: X12File, tables: Tables) -> Tables:
    """status277: one row per STC: level (source, receiver, provider, claim, line), claim_number (TRN02 of a claim).

    payer_claim_number is REF 1K; sender_role is NM101 of the first level: PR the payer, AY or another an intermediary.
    """
    levels = tables["level"].lazy().drop("segment", "offset")
    sender = (
        levels.filter(pl.col("level_code") == "20")
        .group_by("st_index", maintain_order=True)
        .agg(
            sender_role=pl.col("entity_role").first(),
            sender_name=pl.col("entity_name").first(),
            sender_identifier=pl.col("entity_identifier").first(),
        )
    )
    header = tables["header"].lazy().select("st_index", "st_control", "reference", "made_on")
    level = pl.col("level_code").replace_strict(LEVELS, default=pl.lit("unknown"), return_dtype=pl.String)
    of_claim = pl.col("level_code") == "PT"
    patient_free = levels.select("st_index", "level_index", "level_code", "entity_role", provider=_npi())
    keys = ["st_index", "level_index", "trace_index"]
    traces = tables["trace"].lazy().select(*keys, *_OF_TRACE)
    services = tables["service"].lazy().select(*keys, "service_index", *_OF_SERVICE)
    statuses = (
        tables["status"]
        .lazy()
        .join(patient_free, on=["st_index", "level_index"], how="left", maintain_order="left")
        .join(traces, on=keys, how="left", maintain_order="left")
        .join(services, on=[*keys, "service_index"], how="left", maintain_order="left")
        .join(sender, on="st_index", how="left", maintain_order="left")
        .join(header, on="st_index", how="left", maintain_order="left")
        .join(file.control_numbers().lazy(), on="st_index", how="left", maintain_order="left")
        .with_columns(
            level=pl.when(pl.col("service_index").is_not_null()).then(pl.lit("line")).otherwise(level),
            claim_number=pl.when(of_claim).then(pl.col("trace")),
        )
    )
    return {"status277": typed.collected(statuses)}


def _npi() -> pl.Expr:
    """The NPI of a level, where its identifier is one."""
    return pl.when(pl.col("entity_qualifier") == "XX").then(pl.col("entity_identifier"))
