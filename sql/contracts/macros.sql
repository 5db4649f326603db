-- title: Arithmetic of identifiers

-- Luhn sum of an NPI with its prefix 80840 (which contributes 24), modulo 10: 0 for a true one. Every other digit from
-- the first is doubled; the place of a digit in 0516273849 is the digit sum of its double.
CREATE OR REPLACE TEMP MACRO npi_luhn(npi) AS
CASE
    WHEN regexp_full_match(npi, '[0-9]{10}') THEN (
        24
        + strpos('0516273849', npi[1]) - 1 + strpos('0123456789', npi[2]) - 1
        + strpos('0516273849', npi[3]) - 1 + strpos('0123456789', npi[4]) - 1
        + strpos('0516273849', npi[5]) - 1 + strpos('0123456789', npi[6]) - 1
        + strpos('0516273849', npi[7]) - 1 + strpos('0123456789', npi[8]) - 1
        + strpos('0516273849', npi[9]) - 1 + strpos('0123456789', npi[10]) - 1
    ) % 10
END
