"""TA1, 999 and 277CA brought into one table of answers, each with its outcome and its source."""

from collections.abc import Mapping

import polars as pl

Tables = Mapping[str, pl.DataFrame]

COLUMNS: dict[str, pl.DataType] = {
    "source_file": pl.String(),
    "source_position": pl.Int64(),
    "kind": pl.String(),
    "level": pl.String(),
    "isa_control": pl.String(),
    "gs_control": pl.String(),
    "st_control": pl.String(),
    "reference": pl.String(),
    "claim_number": pl.String(),
    "code": pl.String(),
    "status_code": pl.String(),
    "entity_code": pl.String(),
    "payer_claim_number": pl.String(),
    "outcome": pl.String(),
    "source": pl.String(),
    "event_on": pl.Date(),
    "message": pl.String(),
}

ACCEPTED, WITH_ERRORS, REJECTED, PENDING = "accepted", "accepted_with_errors", "rejected", "pending"
INTERCHANGE = {"A": ACCEPTED, "E": WITH_ERRORS, "R": REJECTED}
TRANSACTION_SET = {"A": ACCEPTED, "E": WITH_ERRORS} | dict.fromkeys("RMWX", REJECTED)
CLAIM = {"A1": ACCEPTED, "A2": ACCEPTED} | dict.fromkeys(("A3", "A6", "A7", "A8"), REJECTED)


def answers(tables: Tables) -> pl.DataFrame:
    """The answers of one file, in the order of the file: what `read_acknowledgements` returned, as COLUMNS.

    An answer in a transaction set that is cut or does not tie (a finding of severity error) is left out: the file is
    reported, and the sender's next copy says it again.
    """
    spoilt = tables["finding"].filter(pl.col("severity") == "error")["st_index"].drop_nulls().unique().implode()
    parts = [pl.DataFrame(schema=COLUMNS)]
    # Most files hold one kind of answer.
    if len(tables["ta1"]):
        parts.append(_shaped(_of_interchanges(tables["ta1"])))
    if len(tables["ack999"]):
        parts.append(_shaped(_of_sets(tables["ack999"], spoilt)))
    if len(tables["status277"]):
        parts.append(_shaped(_of_claims(tables["status277"], spoilt)))
    return pl.concat(parts).sort("source_position", maintain_order=True)


def _of_interchanges(ta1: pl.DataFrame) -> pl.DataFrame:
    return ta1.filter(pl.col("answered_isa_control").is_not_null()).with_columns(
        kind=pl.lit("ta1"),
        level=pl.lit("interchange"),
        isa_control=pl.col("answered_isa_control"),
        status_code=pl.col("note"),
        outcome=_outcome("code", INTERCHANGE),
        source=pl.lit("clearinghouse"),
        event_on=pl.coalesce("made_on", "answered_on"),
        message=pl.format("TA1 {}, note {}", pl.col("code"), pl.col("note").fill_null("none")),
    )


def _of_sets(ack999: pl.DataFrame, spoilt: pl.Series) -> pl.DataFrame:
    """Each set by IK501; by AK901 where no set is named, or where the whole group was turned away."""
    group = pl.col("group_verdict")
    whole = pl.col("code").is_null() | group.is_in(["R", "M", "W", "X"])
    code = pl.when(whole).then(pl.coalesce(group, "code")).otherwise(pl.col("code"))
    return (
        ack999.filter("complete", ~pl.col("st_index").is_in(spoilt), pl.col("group_code").eq_missing("HC"))
        .with_columns(code=code)
        .with_columns(
            kind=pl.lit("999"),
            level=pl.when(pl.col("answered_st_control").is_null()).then(pl.lit("group")).otherwise(pl.lit("set")),
            isa_control=pl.lit(None, pl.String),
            gs_control=pl.col("answered_gs_control"),
            st_control=pl.col("answered_st_control"),
            outcome=_outcome("code", TRANSACTION_SET),
            source=pl.lit("clearinghouse"),
            event_on=pl.col("made_on"),
            message=pl.concat_str([pl.format("999 {}", pl.col("code")), "errors"], separator=": ", ignore_nulls=True),
        )
    )


def _of_claims(status277: pl.DataFrame, spoilt: pl.Series) -> pl.DataFrame:
    """Each status of a 277CA; the payer is the source where it sent the file itself."""
    statuses = [
        pl.concat_str([f"category{n}", f"status{n}", f"entity{n}"], separator=":", ignore_nulls=True)
        for n in ("", "2", "3")
    ]
    said = pl.concat_list(statuses).list.eval(pl.element().filter(pl.element() != "")).list.join(", ")
    return status277.filter("complete", ~pl.col("st_index").is_in(spoilt)).with_columns(
        kind=pl.lit("277ca"),
        isa_control=pl.lit(None, pl.String),
        gs_control=pl.lit(None, pl.String),
        st_control=pl.lit(None, pl.String),
        reference=pl.col("trace"),
        code=pl.col("category"),
        status_code=pl.col("status"),
        entity_code=pl.col("entity"),
        outcome=_outcome("category", CLAIM),
        source=pl.when(pl.col("sender_role") == "PR").then(pl.lit("payer")).otherwise(pl.lit("clearinghouse")),
        event_on=pl.coalesce("status_on", "made_on"),
        message=pl.format("277CA {}", said),
    )


def _outcome(column: str, outcomes: Mapping[str, str]) -> pl.Expr:
    """The outcome of a code; a code that is neither acceptance nor rejection leaves the claim pending."""
    return pl.col(column).replace_strict(outcomes, default=pl.lit(PENDING), return_dtype=pl.String)


def _shaped(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of COLUMNS, null where a kind has none."""
    named = frame.rename({"offset": "source_position"})
    return named.select(
        (pl.col(name) if name in named.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in COLUMNS.items()
    )
