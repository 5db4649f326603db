-- id: control_number_once
-- law: 3
-- title: An interchange control number is used for one file
-- scope: everything
-- one row per control number used again
SELECT isa_control, count(*) AS files
FROM core.claim_file
GROUP BY isa_control
HAVING count(*) > 1
