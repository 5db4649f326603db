"""Emitting claim files: from the vault to the outbox, after the night is committed."""

from tasks.night import Counts, Night
from tasks.workspace import write_whole


def release(night: Night) -> int:
    """Put every file not yet released into outbox/claims and mark it; returns how many.

    The caller holds the transaction. After a crash in between, the same bytes are written again under the same name and
    control number: one file, whatever happens.
    """
    waiting = night.con.execute(
        "SELECT claim_file, content_sha256 FROM core.claim_file WHERE NOT released ORDER BY claim_file"
    ).fetchall()
    for claim_file, digest in waiting:
        write_whole(night.folder.claims_outbox / claim_file, night.vault.read(digest))
        night.con.execute("UPDATE core.claim_file SET released = true WHERE claim_file = ?", [claim_file])
    return len(waiting)


def run(night: Night) -> Counts:
    """The release as a step after the commit, in a transaction of its own."""
    night.con.begin()
    count = release(night)
    night.con.commit()
    return {"files": count}
