-- The tables of code sets that edits read beside reference.code, empty where no release is loaded. Codes without dots;
-- valid_from and valid_to both included, never NULL; of one key and day at most one row.

CREATE TEMP TABLE IF NOT EXISTS set_ptp (
    -- one row per NCCI procedure-to-procedure pair; program medicare or medicaid
    column1 VARCHAR, column2 VARCHAR, modifier_indicator VARCHAR, program VARCHAR, valid_from DATE, valid_to DATE
);

CREATE TEMP TABLE IF NOT EXISTS set_mue (
    -- one row per code and its medically unlikely units; mai 1 per line, 2 absolute per day, 3 per day
    code VARCHAR, units INTEGER, mai VARCHAR, program VARCHAR, valid_from DATE, valid_to DATE
);

CREATE TEMP TABLE IF NOT EXISTS set_add_on (
    -- one row per add-on code and primary code (NULL: none is listed); type 1, 2 or 3
    add_on VARCHAR, primary_code VARCHAR, type VARCHAR, valid_from DATE, valid_to DATE
);

CREATE TEMP TABLE IF NOT EXISTS set_mpfs (
    -- one row per code and modifier of the Medicare fee schedule: its indicators
    code VARCHAR, modifier VARCHAR, status VARCHAR, pctc VARCHAR, global_days VARCHAR, bilateral VARCHAR,
    multiple VARCHAR, facility_na BOOLEAN, nonfacility_na BOOLEAN, valid_from DATE, valid_to DATE
);

CREATE TEMP TABLE IF NOT EXISTS set_lcd (
    -- one row per article, state, procedure code and diagnosis that it covers
    article VARCHAR, state VARCHAR, code VARCHAR, diagnosis VARCHAR, valid_from DATE, valid_to DATE
);

CREATE TEMP TABLE IF NOT EXISTS set_excludes1 (
    -- one row per Excludes1 reference of the tabular list: where the note stands, and what it names
    holder_from VARCHAR, holder_to VARCHAR, excluded_from VARCHAR, excluded_to VARCHAR, valid_from DATE, valid_to DATE
);

CREATE TEMP TABLE IF NOT EXISTS set_seventh (
    -- one row per category or subcategory that names its seventh characters
    code_from VARCHAR, characters VARCHAR[], valid_from DATE, valid_to DATE
);

CREATE TEMP TABLE IF NOT EXISTS set_manifestation (
    -- one row per code that the tabular list gives as a manifestation
    code VARCHAR, valid_from DATE, valid_to DATE
);

CREATE TEMP TABLE IF NOT EXISTS set_code_first (
    -- one row per manifestation in use and range of codes that its note, or one above it, names to be coded first
    code VARCHAR, first_from VARCHAR, first_to VARCHAR, valid_from DATE, valid_to DATE
);

CREATE TEMP TABLE IF NOT EXISTS set_payable (
    -- one row per code, modifier and place (facility, nonfacility): the Medicare amount at the client's locality
    code VARCHAR, modifier VARCHAR, place VARCHAR, amount DECIMAL(14, 2), valid_from DATE, valid_to DATE
);

CREATE TEMP TABLE IF NOT EXISTS set_modifier (
    -- one row per HCPCS Level II modifier
    modifier VARCHAR, valid_from DATE, valid_to DATE
);
