-- id: drug_units_against_dose
-- title: Units of a drug against the documented dose
-- severity: warn
-- source: CMS Pub 100-04 chapter 17 section 10 (2023-06-02): next higher unit of the code; HCPCS Level II description
-- since: 2003-10-16
-- day: service
-- sets: hcpcs
-- one row per line whose billed units are not those of the dose, or whose dose cannot be counted in the unit of its code

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': a dose of ', printf('%g', cast(dose_quantity AS DOUBLE)), ' ', dose_unit, ' in units of ',
        printf('%g', cast(quantity AS DOUBLE)), ' ', unit,
        coalesce(
            ' is ' || units || ', not ' || printf('%g', cast(units_billed AS DOUBLE)), ' cannot be counted; check the units'
        )
    ) AS message
FROM coding_dose
WHERE units IS NULL OR (units <> units_billed AND NOT is_mapped)
