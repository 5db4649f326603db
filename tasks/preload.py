"""Imported once by the fork server, so that workers start with the libraries of a night in place.

Only imports: nothing here may start a thread or compute, since workers are forked from this process.
"""

# DuckDB imports pandas with the first query that has a parameter.
import pandas  # noqa: F401
import polars  # noqa: F401

import tasks.warehouse  # noqa: F401
