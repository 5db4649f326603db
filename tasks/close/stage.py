"""The steps of a close: see the note of the package. All but `place` run inside the open transaction."""

from tasks.boundary import CloseRefused
from tasks.client_month import finish_month
from tasks.close.blocking import keep_waived, list_open, open_list, write_open
from tasks.close.events import note_event, write_events
from tasks.close.manifest import CODE_SETS, POSTINGS, is_whole
from tasks.close.sealing import seal
from tasks.month import Month, sealed_folder
from tasks.night import Counts
from tasks.warehouse import fetch_dicts, scalar

_DIGEST = "SELECT manifest_sha256 FROM core.period_close WHERE period = ? AND version = ?"
_DRAFTED = """
    SELECT
        coalesce(sum(base_amount) * 100, 0)::BIGINT, coalesce(sum(fee_amount) * 100, 0)::BIGINT,
        coalesce(sum(tax_amount) * 100, 0)::BIGINT, coalesce(sum(amount_due) * 100, 0)::BIGINT
    FROM core.invoice
    WHERE period = ? AND version = ? AND kind = 'invoice'
"""
_NOTED = """
    INSERT INTO core.period_close BY NAME SELECT
        ? AS period, ? AS version, ? AS state, ? AS closed_on, ? AS after_night, ? AS after_run, ? AS postings,
        ? AS debits, ? AS manifest_sha256, ? AS hard_on, false AS finished
"""


def block(month: Month) -> Counts:
    """List what stands open, and keep what is waived; returns `open` and `blocked`, in all and by kind.

    A list with something that nobody waived is written beside the sealed months, for those who deal with it.
    """
    if month.sealed_before:
        return {"open": 0, "blocked": 0}
    counts = list_open(month)
    if counts["blocked"] or month.preview:
        write_open(month)
    else:
        keep_waived(month)
        open_list(month).unlink(missing_ok=True)
    return counts


def seal_month(month: Month) -> Counts:
    """Write the sealed folder beside its place and note the month as closed.

    A month that was closed softly keeps its folder: it only becomes hard. A preview is not noted.
    """
    if month.sealed_before:
        return _harden(month)
    digest = seal(month)
    if month.preview:
        return {"sealed": 0}
    state, found = "hard" if month.hard else "soft", fetch_dicts(month.con, POSTINGS)[0]
    noted = [month.period, month.version, state, month.day, *month.after, found["postings"], found["debits"], digest]
    month.con.execute(_NOTED, [*noted, month.day if month.hard else None])
    note_event(
        month,
        state,
        waivers=[[w.item, w.who, w.why] for w in month.waivers],
        own_account=month.vault.keep(month.own_account) if month.own_account else None,
        configuration=month.configuration.digests,
        code_sets=fetch_dicts(month.con, CODE_SETS),
    )
    return {"sealed": 1}


def _harden(month: Month) -> Counts:
    """Make a softly closed month hard: what was sealed then is what is invoiced now."""
    digest = scalar(month.con, _DIGEST, [month.period, month.version])
    if not is_whole(month.sealed, digest):
        raise CloseRefused(
            f"{month.folder.client_id}: {month.sealed.relative_to(month.folder.path)} is not as it was sealed; "
            "restore it from a backup, or open the month again (--reopen) and close it anew"
        )
    month.con.execute(
        "UPDATE core.period_close SET state = 'hard', hard_on = ?, finished = false WHERE period = ? AND version = ?",
        [month.day, month.period, month.version],
    )
    note_event(month, "hard")
    return {"sealed": 0}


def show_preview(month: Month) -> Counts:
    """What a preview tells of the draft."""
    return {"previewed": 1, **_drafted(month)}


def _drafted(month: Month) -> Counts:
    """The dollars of the invoice, in cents; nothing for a soft close, which has none."""
    if not month.hard:
        return {}
    found = month.con.execute(_DRAFTED, [month.period, month.version]).fetchall()[0]
    return dict(zip(("base_cents", "fee_cents", "tax_cents", "due_cents"), found, strict=True))


def finish(month: Month) -> Counts:
    """Note that everything after the commit was done; returns what was invoiced."""
    return {**finish_month(month), **_drafted(month)}


def reopen(month: Month) -> Counts:
    """Open the newest closed month again: its sealed folder stays, the next close makes the next version."""
    month.con.execute(
        "UPDATE core.period_close SET state = 'reopened', reopened_on = ?, reopened_by = ?"
        " WHERE period = ? AND version = ?",
        [month.day, month.reopened_by, month.period, month.version],
    )
    note_event(month, "reopen", reopened_by=month.reopened_by)
    return {"reopened": 1}


def place(month: Month) -> Counts:
    """Rename the sealed folder into its place and write the event to the vault. After the commit.

    Raises LookupError when neither folder is the one that was sealed: only a change by hand does that.
    """
    digest = scalar(month.con, _DIGEST, [month.period, month.version])
    target = sealed_folder(month.folder, month.period, month.version)
    if not target.exists():
        if not is_whole(month.draft_folder, digest):
            raise LookupError("the sealed folder of this version is missing: restore it from a backup")
        month.draft_folder.rename(target)
    return write_events(month)
