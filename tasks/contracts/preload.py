"""Imported by the fork server on nights with encounters to validate."""

from tasks.contracts.stage import warm

warm()
