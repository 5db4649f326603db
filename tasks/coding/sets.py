"""Lays the code sets that edits read beside reference.code (sql/coding/sets.sql), from the releases in `codes/`.

The files stay where they are: DuckDB reads of them only the codes in use (edit_procedure, edit_diagnosis_code). A row
holds on the days that its release covers and no later release does.
"""

from datetime import date, timedelta
from pathlib import Path

from tasks.coding.release import Release
from tasks.warehouse import Connection, quoted, sql_file

_LAST = date(9999, 12, 31)

Span = tuple[Release, date, date]

_USED = "SEMI JOIN edit_procedure AS u ON r.{0} = u.code"
# Table, code sets it is made of, and the SELECT over a release's rows r with the days of the span.
_SETS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "set_ptp",
        ("ncci_ptp", "ncci_ptp_medicaid"),
        f"SELECT r.column1, r.column2, r.modifier_indicator, {{program}}, {{days}} FROM {{file}} AS r "
        f"{_USED.format('column1')} {_USED.format('column2').replace(' u ', ' v ').replace('u.', 'v.')}",
    ),
    (
        "set_mue",
        ("ncci_mue", "ncci_mue_medicaid"),
        f"SELECT r.code, r.units, r.mai, {{program}}, {{days}} FROM {{file}} AS r {_USED.format('code')}",
    ),
    (
        "set_add_on",
        ("add_on",),
        f"SELECT r.add_on, r.primary_code, r.type, {{days}} FROM {{file}} AS r {_USED.format('add_on')}",
    ),
    (
        "set_mpfs",
        ("mpfs",),
        "SELECT r.code, r.modifier, r.status, r.pctc, r.global_days, r.bilateral, r.multiple, r.facility_na, "
        f"r.nonfacility_na, {{days}} FROM {{file}} AS r {_USED.format('code')}",
    ),
    (
        "set_lcd",
        ("lcd",),
        f"SELECT r.article, r.state, r.code, r.diagnosis, {{days}} FROM {{file}} AS r {_USED.format('code')}",
    ),
    ("set_modifier", ("hcpcs_modifier",), "SELECT r.code, {days} FROM {file} AS r"),
    (
        "set_excludes1",
        ("icd10cm_notes",),
        "SELECT r.holder_from, r.holder_to, r.target_from, r.target_to, {whole} FROM {file} AS r "
        "WHERE r.kind = 'excludes1' AND r.target_from IS NOT NULL",
    ),
    (
        "set_seventh",
        ("icd10cm_notes",),
        "SELECT r.holder_from, list(r.target_from ORDER BY r.position), {whole} FROM {file} AS r "
        "WHERE r.kind = 'seventh' GROUP BY r.holder_from",
    ),
    (
        "set_manifestation",
        ("icd10cm_notes",),
        "SELECT r.holder_from, {whole} FROM {file} AS r SEMI JOIN edit_diagnosis_code AS u ON r.holder_from = u.code "
        "WHERE r.kind = 'manifestation'",
    ),
    (
        "set_code_first",
        ("icd10cm_notes",),
        "SELECT u.code, r.target_from, r.target_to, {whole} FROM {file} AS r "
        "INNER JOIN (SELECT DISTINCT m.code FROM set_manifestation AS m) AS u ON starts_with(u.code, r.holder_from) "
        "WHERE r.kind = 'code_first' AND r.holder_from = r.holder_to AND r.target_from IS NOT NULL",
    ),
)


def lay_sets(con: Connection, folder: Path, releases: list[Release]) -> None:
    """Fill the set_ tables for the codes in use; they are empty where no release is loaded.

    Needs edit_procedure and edit_diagnosis_code. `set_payable` comes from reference.medicare_amount.
    """
    con.execute(sql_file("coding", "sets"))
    for table, code_sets, query in _SETS:
        con.execute(f"DELETE FROM {table}")
        for code_set in code_sets:
            for release, first, last in spans([r for r in releases if r.code_set == code_set]):
                file = f"read_parquet({quoted(str(folder / release.file_name))})"
                con.execute(f"INSERT INTO {table} {_filled(query, release, file, first, last)}")
    con.execute(
        """
        DELETE FROM set_payable;
        INSERT INTO set_payable BY NAME
        SELECT m.* FROM reference.medicare_amount AS m SEMI JOIN edit_procedure AS u ON m.code = u.code ORDER BY ALL
        """
    )


def _filled(query: str, release: Release, file: str, first: date, last: date) -> str:
    start, end = f"DATE '{first}'", f"DATE '{last}'"
    days = f"greatest(r.valid_from, {start}), least(coalesce(r.valid_to, {end}), {end})"
    program = "'medicaid'" if release.code_set.endswith("_medicaid") else "'medicare'"
    text = query.format(program=program, days=days, file=file, whole=f"{start}, {end}")
    if "{days}" in query:
        text += f" WHERE r.valid_from <= {end} AND coalesce(r.valid_to, {end}) >= {start}"
    return f"{text} ORDER BY ALL"


def spans(releases: list[Release]) -> list[Span]:
    """The days on which each release speaks: those it covers and no release of a later version does."""
    found: list[Span] = []
    later: list[tuple[date, date]] = []
    for release in sorted(releases, key=lambda r: r.version, reverse=True):
        days = (release.covers_from, release.covers_to or _LAST)
        parts = [days]
        for taken in later:
            parts = [piece for part in parts for piece in _without(part, taken)]
        found += [(release, first, last) for first, last in parts]
        later.append(days)
    return sorted(found, key=lambda span: span[1])


def _without(part: tuple[date, date], taken: tuple[date, date]) -> list[tuple[date, date]]:
    """What is left of a span of days when another is taken out of it.

    >>> _without((date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 2, 1), date(9999, 12, 31)))
    [(datetime.date(2026, 1, 1), datetime.date(2026, 1, 31))]
    """
    if taken[1] < part[0] or taken[0] > part[1]:
        return [part]
    left = [(part[0], taken[0] - timedelta(days=1))] if taken[0] > part[0] else []
    right = [(taken[1] + timedelta(days=1), part[1])] if taken[1] < part[1] else []
    return left + right
