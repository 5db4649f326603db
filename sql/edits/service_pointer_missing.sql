-- id: service_pointer_missing
-- title: Service line without a diagnosis pointer
-- severity: hold
-- source: ASC X12N 005010X222A1, SV107 of loop 2400 (2010)
-- since: 2012-01-01
-- day: service
-- sets: none
-- one row per line that points at no diagnosis

SELECT
    received_id,
    line_number,
    concat('Line ', line_number, ': no diagnosis pointer; say which diagnosis it treats') AS message
FROM edit_service
WHERE pointers = ['']
