"""The workspace of this process: the variable CLEANCLAIM_WORKSPACE, set by the command or by a deployment.

Passed by the environment and not as a parameter, since Prefect keeps parameters and a path may name people.
"""

import os
from pathlib import Path

from tasks.workspace import Workspace

WORKSPACE_VARIABLE = "CLEANCLAIM_WORKSPACE"


def workspace_here() -> Workspace:
    """The workspace of this process. Raises LookupError when the variable is not set."""
    value = os.environ.get(WORKSPACE_VARIABLE)
    if not value:
        raise LookupError(f"set {WORKSPACE_VARIABLE} to the folder of the workspace")
    return Workspace(Path(value))
