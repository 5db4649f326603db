"""The business day of a run: asked for once, at its start."""

from datetime import date, datetime

from tasks.workspace import Workspace


def business_day(workspace: Workspace, given: date | None = None) -> date:
    """The day given, else business_day of company.yaml, else today in the company's time zone."""
    return given or workspace.company.business_day or datetime.now(workspace.company.zone).date()
