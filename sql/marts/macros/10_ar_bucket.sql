-- id: ar_bucket
-- title: Age bucket of an open amount
-- one value: marts.ar_bucket(amount, days since the base day)
CREATE OR REPLACE MACRO marts.ar_bucket(amount, days) AS
CASE
    WHEN amount < 0 THEN 'credit'
    WHEN days < 0 THEN 'future'
    WHEN days <= 30 THEN '0-30'
    WHEN days <= 60 THEN '31-60'
    WHEN days <= 90 THEN '61-90'
    WHEN days <= 120 THEN '91-120'
    ELSE '121+'
END;
