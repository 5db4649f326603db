-- title: The measures of the month and the eleven before, each as known at its end
-- one row per: calendar month, measure, variant and basis
-- column period: First day of the month.
-- column measure: days_in_ar, ar_over_90, net_collection_rate …; formula says what it is.
-- column variant: Which way of computing it: variants of one measure are never mixed. all where there is one.
-- column unit: days, percent or dollars.
-- column numerator: What is divided: a sum of the month or at its end, dollars or pieces.
-- column denominator: What it is divided by; NULL for an amount.
-- column scale: What the ratio is multiplied by: days of the window, 100 for percent.
-- column value: numerator * scale / denominator, rounded to four places; NULL where the denominator is 0.
-- column as_of: Day as of which it is known: the last of the month.
-- column basis: Base day of ages: service or responsibility; NULL where no age counts.
-- column excluded: Claims, items or visits left out because the measure does not hold for them.
-- column formula: The rule, in words.
-- column source: Who defines it so.
SELECT *
FROM
    marts.kpi_of(
        (getvariable('first_day')::DATE - INTERVAL 11 MONTH)::DATE, getvariable('last_day')::DATE
    )
ORDER BY period, measure, variant, basis
