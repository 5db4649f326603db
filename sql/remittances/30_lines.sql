-- id: lines
-- title: Remitted lines matched to the lines of the claim they speak of
-- one row per remitted line
CREATE OR REPLACE TEMP TABLE remitted_line AS
SELECT
    p.remit_claim_id,
    p.remit_claim_id || '.' || printf('%03d', l.line_index) AS remit_line_id,
    p.claim_id,
    p.family_id,
    l.*,
    abs(l.charge_amount) AS charge,
    coalesce(l.service_from, p.service_from) AS day,
    coalesce(nullif(l.original_code, ''), l.code) AS billed_code,
    list_sort(list_filter([l.modifier1, l.modifier2, l.modifier3, l.modifier4], LAMBDA m: m <> '')) AS modifiers
FROM staged_line AS l
INNER JOIN placed AS p USING (source_file, st_index, claim_index);

CREATE OR REPLACE TEMP TABLE billed_line AS
SELECT
    c.claim_id,
    core.family_of(c.received_id, c.generation) AS family_id,
    l.line_id,
    l.line_number,
    l.code,
    l.charge,
    l.service_from,
    list_sort(list_filter([l.modifier1, l.modifier2, l.modifier3, l.modifier4], LAMBDA m: m <> '')) AS modifiers
FROM core.claim AS c
INNER JOIN core.claim_line AS l USING (claim_id)
WHERE c.received_id IN (SELECT received_id FROM placed);

-- First rung: our own line number. A later payer repeats the number of the first claim's line, so the line is found
-- in the encounter and carried to the claim by its place.
CREATE OR REPLACE TEMP TABLE matched_line AS
SELECT r.remit_line_id, r.remit_claim_id, r.claim_id, b.line_number, 'line_control' AS match_rung
FROM remitted_line AS r
INNER JOIN billed_line AS b ON r.line_control = b.line_id AND r.family_id = b.family_id;

-- One row per line of an encounter's first claim.
CREATE OR REPLACE TEMP TABLE first_line AS
SELECT b.* FROM billed_line AS b
WHERE b.claim_id IN (SELECT first_claim_id FROM family);

-- The other rungs look at the encounter's first claim, whose lines every later claim repeats; a line that was already
-- matched in the same remitted claim is no candidate, and more than one candidate is none.
INSERT INTO matched_line
SELECT
    r.remit_line_id, any_value(r.remit_claim_id) AS remit_claim_id, any_value(r.claim_id) AS claim_id,
    min(b.line_number) AS line_number, 'code_modifiers_day_charge' AS match_rung
FROM remitted_line AS r
INNER JOIN first_line AS b
    ON
        r.family_id = b.family_id
        AND r.billed_code = b.code
        AND r.modifiers = b.modifiers
        AND r.day = b.service_from
        AND r.charge = b.charge
LEFT JOIN matched_line AS taken ON r.remit_claim_id = taken.remit_claim_id AND b.line_number = taken.line_number
WHERE r.remit_line_id NOT IN (SELECT remit_line_id FROM matched_line) AND taken.remit_line_id IS NULL
GROUP BY r.remit_line_id
HAVING count(*) = 1;

-- A modifier is missing on one side; a remittance that names no day of service speaks of the claim's.
INSERT INTO matched_line
SELECT
    r.remit_line_id, any_value(r.remit_claim_id) AS remit_claim_id, any_value(r.claim_id) AS claim_id,
    min(b.line_number) AS line_number, 'code_day_charge' AS match_rung
FROM remitted_line AS r
INNER JOIN first_line AS b
    ON
        r.family_id = b.family_id
        AND r.billed_code = b.code
        AND (list_has_all(r.modifiers, b.modifiers) OR list_has_all(b.modifiers, r.modifiers))
        AND coalesce(r.day, b.service_from) = b.service_from
        AND r.charge = b.charge
LEFT JOIN matched_line AS taken ON r.remit_claim_id = taken.remit_claim_id AND b.line_number = taken.line_number
WHERE r.remit_line_id NOT IN (SELECT remit_line_id FROM matched_line) AND taken.remit_line_id IS NULL
GROUP BY r.remit_line_id
HAVING count(*) = 1;
