"""Imported once by the fork server, so that workers start with the libraries of a night in place.

Only imports: nothing here may start a thread or compute, since workers are forked from this process.
"""

import polars  # noqa: F401

import tasks.warehouse  # noqa: F401
