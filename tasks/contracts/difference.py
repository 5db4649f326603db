"""What changed in an encounter after it was billed: names of fields, numbers of rows, dollar totals; no other value."""

from data_contracts.datasets import DATASETS, Dataset
from tasks.contracts.sent import LINK, plain_columns, sent_columns
from tasks.warehouse import Connection, scalar, sql_file

# What tells the rows of one encounter apart within a dataset; of the others an encounter has one row.
_ROW = {"coverages": "coverage_id", "diagnoses": "sequence", "services": "line_number"}


def explain_changes(con: Connection) -> None:
    """Add the difference to the reason of every encounter in `standing` that changed after billing."""
    if not scalar(con, "SELECT count(*) FROM standing WHERE reason_code = 'changed_after_billing'"):
        return
    con.execute(sql_file("contracts", "changed_pairs"))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE changed_cell (received_id VARCHAR, dataset VARCHAR, row_id VARCHAR, "
        "field VARCHAR, old_value VARCHAR, new_value VARCHAR)"
    )
    for dataset in DATASETS:
        con.execute(_changed_cells(dataset))
    con.execute(sql_file("contracts", "explain_changes"))


def _changed_cells(dataset: Dataset) -> str:
    """SQL that appends the cells of a dataset that differ between an arriving encounter and its billed version."""
    sides = {side: _cells(dataset, side) for side in ("old", "new")}
    return f"""
        INSERT INTO changed_cell
        SELECT received_id, '{dataset.name}', row_id, field, old_side.value, new_side.value
        FROM ({sides["old"]}) AS old_side
        FULL JOIN ({sides["new"]}) AS new_side USING (received_id, row_id, field)
        WHERE old_side.value IS DISTINCT FROM new_side.value
    """


def _cells(dataset: Dataset, side: str) -> str:
    """SQL for one row per cell of the encounters on one side (`old` or `new`) of changed_pair."""
    names = dataset.column_names
    plain = ", ".join(f"{text} AS {name}" for text, name in zip(plain_columns(dataset), names, strict=True))
    link = LINK[dataset.name]
    pair = f"{side}_patient_id" if link == "patient_id" else "encounter_id"
    row = f"sent.{_ROW[dataset.name]}" if dataset.name in _ROW else "''"
    return f"""
        UNPIVOT (
            SELECT changed_pair.received_id, coalesce({row}, '') AS row_id, sent.*
            FROM (
                SELECT batch_id, {plain}
                FROM (SELECT batch_id, {sent_columns(dataset)} FROM raw.{dataset.name})
            ) AS sent
            INNER JOIN changed_pair ON sent.batch_id = {side}_batch_id AND sent.{link} = changed_pair.{pair}
        ) ON {", ".join(names)} INTO NAME field VALUE value
    """
