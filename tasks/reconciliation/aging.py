"""Tonight's receivables by age, for every basis, appended to marts.ar_aging."""

from tasks.night import Night
from tasks.warehouse import scalar, sql_file

_FOLDED = "SELECT count(*) FROM folded.ar_until WHERE until_day = getvariable('business_day')"


def append_aging(night: Night) -> int:
    """Put tonight's books into marts.ar_aging, in place of those of an earlier run of the day; returns the rows.

    The postings of earlier days are folded once, on the first run of a day, so that a night costs what is open and what
    was posted since, whatever the length of the history.
    """
    con = night.con
    con.execute(f"SET VARIABLE business_day = DATE '{night.day}'")
    con.execute(sql_file("marts/macros", "10_ar_bucket"))
    if not scalar(con, _FOLDED):
        con.execute(sql_file("reconciliation", "50_fold"))
    con.execute(sql_file("reconciliation", "51_aging"))
    return int(scalar(con, "SELECT count(*) FROM marts.ar_aging WHERE as_of = getvariable('business_day')"))
