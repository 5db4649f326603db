-- title: The roll-forward of the month
-- one row per: party
SELECT * FROM roll_forward
ORDER BY party
