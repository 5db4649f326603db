"""Everything that edits read, laid as temporary tables: the encounters under evaluation as they would be claimed."""

from tasks.coding import assign, rules
from tasks.coding.dose_units import lay_dose_units
from tasks.coding.in_use import load_codes, load_releases
from tasks.coding.medicare_amounts import load_amounts
from tasks.coding.release import Release
from tasks.coding.sets import lay_sets
from tasks.coding.texts import suggest_for_texts
from tasks.night import Night
from tasks.warehouse import sql_file


def lay_facts(night: Night, releases: list[Release]) -> None:
    """Lay the dated rules and the tables of sql/coding, and start edit_found with what coding could not decide."""
    con, folder = night.con, night.workspace.code_sets
    load_releases(con, releases)
    rules.load(con)
    suggest_for_texts(night)
    lay_dose_units(con, folder, releases)
    assign.assign(con, night.client.charges)
    con.execute(sql_file("coding", "history"))
    load_codes(con, folder, releases)
    load_amounts(con, folder, releases, night.client.medicare)
    lay_sets(con, folder, releases)
    assign.order_diagnoses(con)
    con.execute(sql_file("coding", "facts"))
    con.execute(sql_file("coding", "lines"))
    assign.find_undecided(con)
