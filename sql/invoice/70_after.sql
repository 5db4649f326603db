-- id: after
-- title: What comes after the fee: set-up, late fee, sales tax
-- reads: drafted_line, term, open_item
-- one row per agreement for each of them that applies; the late fee once, by the last agreement of the month
INSERT INTO drafted_line BY NAME
SELECT
    section, 70 AS place, agreement_from, 'setup' AS kind, 'Set-up, once' AS description, setup_fee AS amount
FROM term
WHERE section IS NOT NULL AND setup_fee > 0 AND valid_from = covered_from;

INSERT INTO drafted_line BY NAME
SELECT
    t.section, 81 AS place, t.agreement_from, 'late_fee' AS kind,
    'Late fee: ' || percentage(t.late_fee) || ' of ' || dollars(sum(o.open)) || ' overdue on '
    || getvariable('late_day') AS description,
    t.late_fee AS rate,
    percent_of(sum(o.open), t.late_fee) AS amount
FROM term AS t
INNER JOIN open_item AS o ON o.due_on < getvariable('late_day')
WHERE t.late_fee > 0 AND t.section = (SELECT max(m.section) FROM term AS m)
GROUP BY t.section, t.agreement_from, t.late_fee
HAVING percent_of(sum(o.open), t.late_fee) > 0;

INSERT INTO drafted_line BY NAME
SELECT
    t.section, 90 AS place, t.agreement_from, 'tax' AS kind,
    'Sales tax: ' || percentage(t.sales_tax) || ' of ' || dollars(sum(l.amount)) AS description,
    t.sales_tax AS rate,
    percent_of(sum(l.amount), t.sales_tax) AS amount
FROM term AS t
INNER JOIN drafted_line AS l ON t.section = l.section AND l.place < 80
WHERE t.section IS NOT NULL AND t.sales_tax > 0
GROUP BY t.section, t.agreement_from, t.sales_tax
HAVING percent_of(sum(l.amount), t.sales_tax) > 0;
