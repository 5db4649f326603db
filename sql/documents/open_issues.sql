-- title: What stood open when the month was closed
-- one row per: kind of thing and who waived it why
SELECT
    kind,
    count(*) AS items,
    sum(amount) AS amount,
    min(since) AS oldest,
    waived_by,
    waiver
FROM open_items
GROUP BY kind, waived_by, waiver
ORDER BY amount DESC NULLS LAST, items DESC, kind ASC, waived_by ASC, waiver ASC
