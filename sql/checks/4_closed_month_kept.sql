-- id: closed_month_kept
-- law: 4
-- title: A closed month has the postings that it had when it was sealed
-- scope: everything
-- one row per closed month whose postings differ in number or in the sum of their debits
SELECT
    c.period,
    c.postings AS sealed_postings,
    count(p.posting_id) AS postings,
    c.debits AS sealed_debits,
    coalesce(sum(p.amount) FILTER (WHERE p.amount > 0), 0) AS debits
FROM core.period_close AS c
LEFT JOIN ledger.posting AS p ON p.posted_on BETWEEN c.period AND last_day(c.period)
WHERE c.state <> 'reopened'
GROUP BY c.period, c.version, c.postings, c.debits
HAVING count(p.posting_id) <> c.postings OR coalesce(sum(p.amount) FILTER (WHERE p.amount > 0), 0) <> c.debits
