-- Where findings gather before they are kept, and the titles that reasons are made of.

CREATE OR REPLACE TEMP TABLE edit_found (
    received_id VARCHAR NOT NULL,
    line_number INTEGER,
    edit_id VARCHAR NOT NULL,
    edit_hash VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    message VARCHAR NOT NULL
);

CREATE OR REPLACE TEMP TABLE edit_title (edit_id VARCHAR NOT NULL, title VARCHAR NOT NULL);

INSERT INTO edit_title
VALUES
('coding_unmapped_service', 'A service has no billing code'),
('coding_unmapped_diagnosis', 'A diagnosis has no ICD-10-CM code'),
('coding_diagnosis_text', 'A diagnosis is given in words'),
('coding_visit_undecided', 'The facts do not decide the level of a visit'),
('coding_place_undecided', 'A visit has no place of service'),
('coding_no_fee', 'A service has no fee on its day'),
('coding_no_charge', 'A service was sent without a charge'),
('coding_too_many_modifiers', 'A service has more than four modifiers');
