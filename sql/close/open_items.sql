-- title: What stood open when the month was closed, and who waived it
-- one row per: thing that stood open
-- column kind: Kind of thing (core.close_item).
-- column subject_id: Its id.
-- column since: Day since which it is open.
-- column amount: Dollars concerned; NULL where none is known.
-- column reason: Why it is open.
-- column waived_by: Who waived it; NULL in a preview only.
-- column waiver: Why it was waived; NULL in a preview only.
SELECT kind, subject_id, since, amount, reason, waived_by, waiver
FROM close_open
ORDER BY kind, subject_id
