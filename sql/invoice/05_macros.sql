-- id: macros
-- title: How an invoice counts: cents once rounded, half up (away from zero), and amounts as people write them
-- one row per call (temporary macros)
-- The linter takes the parameters of a macro for types, which would be written small.
-- noqa: disable=CP05
CREATE OR REPLACE TEMP MACRO percent_of(base, rate) AS
round(base::DECIMAL(14, 2) * rate::DECIMAL(9, 4) * 0.01::DECIMAL(3, 2), 2)::DECIMAL(14, 2);

-- A month's amount for some of its days: in whole cents, since a division would leave exact numbers.
CREATE OR REPLACE TEMP MACRO for_days(amount, days, month_days) AS
(((2 * (amount::DECIMAL(14, 2) * 100)::BIGINT * days + month_days) // (2 * month_days))::DECIMAL(16, 0) * 0.01::DECIMAL(3, 2))
::DECIMAL(14, 2);

CREATE OR REPLACE TEMP MACRO dollars(amount) AS
CASE WHEN amount < 0 THEN '-' ELSE '' END
|| format('{:,}', (abs(amount::DECIMAL(14, 2)) * 100)::BIGINT // 100)
|| '.' || lpad(((abs(amount::DECIMAL(14, 2)) * 100)::BIGINT % 100)::VARCHAR, 2, '0');

CREATE OR REPLACE TEMP MACRO percentage(rate) AS rtrim(rtrim(rate::DECIMAL(9, 4)::VARCHAR, '0'), '.') || '%';

-- Whether a value lies in a list of a scope; an empty list leaves nothing out.
CREATE OR REPLACE TEMP MACRO within(scope, found) AS len(scope) = 0 OR coalesce(list_contains(scope, found), FALSE);
