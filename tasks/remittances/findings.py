"""What the reader found, and transaction sets that are not taken in, as problems for a person."""

from tasks.night import Night
from tasks.problems import report
from tasks.warehouse import fetch_dicts

# Balance findings are no problems: the transaction set or the claim is suspended, with its place and reason.
_BALANCE = (
    "'transaction_out_of_balance', 'claim_out_of_balance', 'line_out_of_balance', 'negative_payment', 'unread_line'"
)

_FOUND = f"""
    SELECT f.source_file, f.code, f.st_index, min(f.segment) AS segment, count(*) AS times,
        arg_min(f.message, coalesce(f.segment, 0)) AS message, arg_min(f.remedy, coalesce(f.segment, 0)) AS remedy
    FROM staged_finding AS f
    LEFT JOIN verdict AS v ON f.source_file = v.source_file AND f.st_index = v.st_index
    WHERE f.severity = 'error' AND f.code NOT IN ({_BALANCE})
        AND coalesce(v.status NOT IN ('truncated', 'unreadable', 'duplicate'), TRUE)
    GROUP BY ALL
    ORDER BY ALL
"""

_NOT_TAKEN = """
    SELECT v.source_file, v.st_index, v.st_control, v.segment, v.fault_at, v.status, v.another_payee,
        v.duplicate_of_day, v.remittance_id
    FROM verdict AS v
    WHERE v.status IN ('truncated', 'unreadable', 'duplicate') OR v.another_payee
    ORDER BY v.source_file, v.st_index
"""


def report_findings(night: Night) -> None:
    """Report errors that are not about balance: one problem for each kind and transaction set."""
    for row in fetch_dicts(night.con, _FOUND):
        more = f" ({row['times']} times in this transaction set)" if row["times"] > 1 else ""
        report(
            night,
            "remittances",
            f"remittance_{row['code']}",
            f"{row['message']}{more}",
            row["remedy"],
            source_file=row["source_file"],
            position=_position(row["st_index"], row["segment"]),
        )


def report_verdicts(night: Night) -> None:
    """Report transaction sets of which nothing is used, and those meant for somebody else."""
    for row in fetch_dicts(night.con, _NOT_TAKEN):
        kind = "another_payee" if row["another_payee"] else row["status"]
        code, severity, message, remedy = _WORDS[kind]
        report(
            night,
            "remittances",
            code,
            message.format(**row),
            remedy,
            severity="warning" if severity == "warning" else "error",
            source_file=row["source_file"],
            position=_position(row["st_index"], row["fault_at"]),
        )


def _position(st_index: int | None, segment: int | None) -> str | None:
    """Where in the file, as people count: from 1."""
    places = [] if st_index is None else [f"transaction set {st_index + 1}"]
    places += [] if segment is None else [f"segment {segment}"]
    return ", ".join(places) or None


_WORDS = {
    "duplicate": (
        "remittance_duplicate",
        "warning",
        "this transaction set has the content of remittance {remittance_id} taken in on {duplicate_of_day}; "
        "nothing of it was posted",
        "Nothing needs doing",
    ),
    "truncated": (
        "remittance_truncated",
        "error",
        "transaction set {st_control} ends before its SE segment; nothing of it was posted",
        "Ask the clearinghouse or payer for the complete file and put it into the inbox",
    ),
    "unreadable": (
        "remittance_unreadable",
        "error",
        "transaction set {st_control} has an amount that cannot be read; nothing of it was posted",
        "Ask the clearinghouse or payer for a correct file and put it into the inbox",
    ),
    "another_payee": (
        "remittance_of_another_payee",
        "error",
        "the payee of remittance {remittance_id} is none of this client's billing identities; nothing of it was posted",
        "Find the practice it belongs to, or add the identity to client.yaml",
    ),
}
