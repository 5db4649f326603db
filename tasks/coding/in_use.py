"""Brings the tables of code sets up to the releases in the workspace, keeping only the codes that this client uses."""

from pathlib import Path

from tasks.coding.code_sets import Release
from tasks.night import Night
from tasks.problems import report
from tasks.warehouse import Connection, scalar

_IN_USE = {
    "icd10cm": "SELECT coded_code AS code FROM coding_diagnosis",
    "hcpcs": "SELECT code FROM coding_service WHERE code_system = 'HCPCS'",
    "cpt": "SELECT code FROM coding_service WHERE code_system = 'CPT'",
    "pos": "SELECT place_of_service AS code FROM edit_encounter",
}


_KIND = {"icd10cm": "icd10cm-tabular", "hcpcs": "hcpcs", "pos": "place-of-service"}
_NOT_COVERED = {
    "icd10cm": ("diagnosis_set_not_loaded",),
    "hcpcs": ("hcpcs_set_not_loaded", "hcpcs_release_old"),
    "pos": ("place_of_service_set_not_loaded",),
}


def load_releases(con: Connection, releases: list[Release]) -> bool:
    """Make reference.code_set say which releases there are; codes of a release that changed or went are dropped.

    Returns True when anything changed.
    """
    wanted = [(r.code_set, r.version, r.covers_from, r.covers_to, r.content_sha256) for r in releases]
    kept = con.execute("SELECT * FROM reference.code_set ORDER BY code_set, version").fetchall()
    if wanted == kept:
        return False
    con.execute("DELETE FROM reference.code_set")
    for row in wanted:
        con.execute("INSERT INTO reference.code_set VALUES (?, ?, ?, ?, ?)", row)
    same = {row[:2] for row in wanted if row in kept}
    for code_set, version in sorted({row[:2] for row in kept} - same):
        con.execute("DELETE FROM reference.code WHERE code_set = ? AND version = ?", [code_set, version])
    return True


def load_codes(con: Connection, folder: Path, releases: list[Release]) -> None:
    """Copy the codes that the encounters under evaluation use, of every release, into reference.code."""
    for release in releases:
        if release.code_set not in _IN_USE:
            continue
        con.execute(
            f"""
            INSERT INTO reference.code BY NAME
            SELECT $code_set AS code_set, $version AS version, r.*
            FROM read_parquet($path) AS r
            SEMI JOIN (
                {_IN_USE[release.code_set]}
                EXCEPT
                SELECT code FROM reference.code WHERE code_set = $code_set AND version = $version
            ) AS used ON r.code = used.code
            ORDER BY r.code, r.valid_from
            """,
            {"code_set": release.code_set, "version": release.version, "path": str(folder / release.file_name)},
        )


def report_gaps(night: Night) -> None:
    """Report a code set whose loaded releases do not cover a day of service that was judged tonight."""
    for code_set, edits in _NOT_COVERED.items():
        found = night.con.execute(
            "SELECT 1 FROM edit_found WHERE list_contains(?, edit_id) LIMIT 1", [list(edits)]
        ).fetchone()
        if found is None:
            continue
        query = "SELECT string_agg(version, ', ' ORDER BY version) FROM edit_release WHERE code_set = ?"
        loaded = scalar(night.con, query, [code_set])
        report(
            night,
            "coding",
            "code_set_not_loaded",
            f"Days of service lie outside the loaded releases of {code_set} ({loaded or 'none'})",
            f"Load the release of those days: cleanclaim codes load (kind {_KIND[code_set]})",
            severity="warning",
        )


def versions(releases: list[Release]) -> str:
    """The releases in one line, as findings name them."""
    return ", ".join(f"{r.code_set} {r.version}" for r in releases)
