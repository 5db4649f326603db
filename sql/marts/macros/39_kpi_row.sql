-- id: kpi_row
-- title: A measure with what it is computed from, as a row of marts.kpi
-- one value: marts.kpi_row(measure, variant, basis, numerator, denominator, scale, excluded)
--
-- What nothing was found for is 0. value = numerator * scale / denominator; marts.kpi_of leaves an amount without a
-- denominator, and a ratio whose denominator is 0 without a value.
CREATE OR REPLACE MACRO marts.kpi_row(measure, variant, basis, numerator, denominator, scale, excluded) AS
{
    'measure': measure::varchar,
    'variant': variant::varchar,
    'basis': basis::varchar,
    'numerator': coalesce(numerator, 0)::decimal(14, 2),
    'denominator': coalesce(denominator, 0)::decimal(14, 2),
    'scale': coalesce(scale, 0)::bigint,
    'excluded': coalesce(excluded, 0)::bigint
};
