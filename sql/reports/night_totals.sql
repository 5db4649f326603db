-- title: Totals of this night
-- one row per: this night
SELECT * FROM marts.night_totals
WHERE night = getvariable('day')::DATE
