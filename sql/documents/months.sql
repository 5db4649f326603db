-- title: The measures of each month of the year that ends with the sealed one
-- one row per: month, measure, variant and basis
SELECT * FROM measures
ORDER BY period, measure, variant, basis
