-- title: What was done in the month that an invoice may count
-- one row per: claim sent or made, and line of a time file
SELECT * FROM work
ORDER BY kind, worked_on, subject_id
