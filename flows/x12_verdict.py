"""What `cleanclaim x12` prints of the files that it read."""

import sys
from typing import TYPE_CHECKING

from flows import console

if TYPE_CHECKING:
    from tasks.x12.convert import ConvertResult

_MOST_FINDINGS = 50
_MOST_FILES = 50
_CLAIM_TABLES = frozenset(("claim", "claim_837p", "claim_837i"))


def verdict(result: "ConvertResult") -> int:
    """Print a verdict a file, the findings and what was written; returns the exit status.

    Of many files only those that are not ok have a line.
    """
    shown = [file for file in result.files if len(result.files) <= _MOST_FILES or not file.ok]
    rows = [
        {
            "file": file.path,
            "bytes": file.size,
            "sets": ", ".join(f"{number} {guide}" for guide, number in file.guides.items()),
            "claims": sum(number for name, number in file.counts.items() if name in _CLAIM_TABLES),
            "paid": file.paid,
            "errors": file.errors,
            "warnings": file.warnings,
            "verdict": "ok" if file.ok else "NOT OK",
        }
        for file in shown[:_MOST_FILES]
    ]
    console.table("Files", rows)
    if len(result.files) > len(rows):
        bad = sum(not file.ok for file in result.files)
        console.say(f"{len(result.files)} files read, {bad} of them not ok; paid {result.paid} in all")
    errors_first = result.findings.sort("severity", maintain_order=True)
    for finding in errors_first.head(_MOST_FINDINGS).rows(named=True):
        place = f"{finding['source_file']}, segment {finding['segment']}, byte {finding['offset']}"
        console.say(f"{finding['severity']} {finding['code']}: {place}: {finding['message']}. {finding['remedy']}.")
    if len(result.findings) > _MOST_FINDINGS:
        more = len(result.findings) - _MOST_FINDINGS
        console.say(f"… and {more} more; --findings prints all of them, --to DIR writes them to a file finding")
    if result.written:
        console.say(f"wrote {len(result.written)} tables to {result.written[0].parent}, one a file")
    return result.exit_status


def findings(result: "ConvertResult") -> int:
    """Print every finding as CSV; returns the exit status."""
    sys.stdout.write(result.findings.write_csv())
    return result.exit_status
