"""Tonight's receivables by age, for every basis, appended to marts.ar_aging."""

from tasks.night import Night
from tasks.warehouse import scalar
from tasks.workspace import SQL


def append_aging(night: Night) -> int:
    """Put tonight's books into marts.ar_aging, in place of those of an earlier run of the day; returns the rows."""
    con = night.con
    con.execute(f"SET VARIABLE business_day = DATE '{night.day}'")
    con.execute((SQL / "marts" / "macros" / "ar_aging_as_of.sql").read_text(encoding="utf-8"))
    con.execute("DELETE FROM marts.ar_aging WHERE as_of = getvariable('business_day')")
    con.execute(
        "INSERT INTO marts.ar_aging BY NAME SELECT * FROM marts.ar_aging_as_of(getvariable('business_day'), 'all')"
        " ORDER BY basis, party, payer_id, bucket"
    )
    return int(scalar(con, "SELECT count(*) FROM marts.ar_aging WHERE as_of = getvariable('business_day')"))
