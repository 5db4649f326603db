"""The rows of a batch as they are judged: temporary tables sent_<dataset>, content_<dataset>, judged_<dataset>."""

from datetime import date

from data_contracts.datasets import DATASETS, Dataset
from data_contracts.datasets.kinds import AMOUNT, AMOUNT_OF_DRUG, QUANTITY
from tasks.warehouse import Connection, sql_file

# What CSV writers leave around a value; a value of nothing else is missing.
_SPACE = r"E' \t\r\n'"
# The column by which a dataset's rows belong to an encounter.
LINK = {
    "patients": "patient_id",
    "coverages": "patient_id",
    "encounters": "encounter_id",
    "diagnoses": "encounter_id",
    "services": "encounter_id",
}


def sent_columns(dataset: Dataset) -> str:
    """SQL for the columns of a raw table: spaces around a value taken off, an empty value NULL."""
    return ", ".join(f"nullif(trim({name}, {_SPACE}), '') AS {name}" for name in dataset.column_names)


def plain_columns(dataset: Dataset) -> list[str]:
    """SQL for each sent column so that equal content is equal text: 12.5 is 12.50, a missing value is empty."""
    return [
        f"coalesce(CAST(try_cast({column.name} AS DECIMAL(18, 6)) AS VARCHAR), {column.name}, '')"
        if column.kind in (AMOUNT, AMOUNT_OF_DRUG, QUANTITY)
        else f"coalesce({column.name}, '')"
        for column in dataset.columns
    ]


def _content(dataset: Dataset) -> str:
    """SQL for the content of a row as one text. A column that may be absent counts only where it says something.

    So a row stays what it was when the contract gets such a column.
    """
    parts = [
        f"'{column.name}=' || nullif({text}, '')" if column.may_be_absent else text
        for column, text in zip(dataset.columns, plain_columns(dataset), strict=True)
    ]
    return f"concat_ws(chr(31), {', '.join(parts)})"


def prepare(con: Connection, batch_id: str, business_day: date) -> None:
    """Make this_batch, sent_<dataset> (rows in the order of their file) and content_<dataset> (each as one text)."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE this_batch AS SELECT batch_id, folder, status, reason_code, reason, "
        "?::DATE AS business_day FROM core.batch WHERE batch_id = ?",
        [business_day, batch_id],
    )
    for dataset in DATASETS:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE sent_{dataset.name} AS "
            f"SELECT source_file, source_line, {sent_columns(dataset)} FROM raw.{dataset.name} "
            "WHERE batch_id = ? ORDER BY source_line",
            [batch_id],
        )
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE content_{dataset.name} AS SELECT source_line, {LINK[dataset.name]}, "
            f"{_content(dataset)} AS content FROM sent_{dataset.name}"
        )


def add_facts(con: Connection) -> None:
    """Make judged_<dataset>: the rows sent, with the facts of sql/contracts/facts_<dataset>.sql."""
    con.execute(sql_file("contracts", "macros"))
    for dataset in DATASETS:
        facts = sql_file("contracts", f"facts_{dataset.name}")
        con.execute(f"CREATE OR REPLACE TEMP TABLE judged_{dataset.name} AS {facts}")
