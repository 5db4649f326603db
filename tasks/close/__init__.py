"""Month-end: what stands open, the sealed month, and what a replay needs to close it again.

Reads    the whole warehouse as it stands after the last night.
Writes   core.close_item, core.period_close, raw.close_event; clients/<c>/closed/<period>/v<n>/, vault/closes.
Keeps    a sealed month is never changed; the same history seals the same bytes; opened again it becomes version n + 1.

    blocking.py    what stands open, and which of it is waived
    sealing.py     the tables of sql/close as CSV, terms.py the agreement, manifest.py the manifest
    csv_bytes.py   the rows of a SELECT as CSV
    events.py      closes and re-openings in order, for a replay
    replaying.py   closes done again, and compared
    verify.py      whether the sealed files on disk are as they were
    stage.py       the steps of a close
"""
