"""diagnoses.csv: one row per diagnosis of an encounter.

An encounter has at least one diagnosis and at most 12. They are numbered from the principal one (1) on; the service
lines point at these numbers. A code is sent in the system it was recorded in; what is not ICD-10-CM is translated by
the practice's crosswalk or waits for a coder. A diagnosis in words (code_system TEXT) gets suggestions and waits for a
coder, unless the client takes good ones (accept_suggestion in client.yaml).
"""

from data_contracts.datasets.contract import Column, Dataset, Fact, between, present, unique
from data_contracts.datasets.kinds import CODE, IDENTIFIER, NOTE, SEQUENCE, one_of

DIAGNOSES = Dataset(
    "diagnoses",
    "diagnosis of an encounter",
    ("encounter_id", "sequence"),
    (
        Column("encounter_id", IDENTIFIER, True, "Encounter; a row of encounters."),
        Column("sequence", SEQUENCE, True, "1 for the principal diagnosis, then 2 … 12."),
        Column(
            "code_system",
            one_of("ICD10CM", "ICD9CM", "SNOMED", "LOCAL", "TEXT"),
            True,
            "System of the code; TEXT: in words.",
        ),
        Column("code", CODE, False, "Code as recorded, with or without the dot; empty for TEXT."),
        Column(
            "description",
            NOTE,
            False,
            "What the practice calls it; for people, never on a claim. For TEXT the diagnosis itself.",
        ),
    ),
    (Fact("encounter_rows", "Rows of encounters with this encounter_id."),),
    (
        present("code", when="code_system IS DISTINCT FROM 'TEXT'", because="unless code_system is TEXT"),
        present("description", when="code_system = 'TEXT'", because="where code_system is TEXT"),
        unique("encounter_id", "sequence", what="diagnosis sequence of an encounter"),
        between(
            "encounter_rows",
            "encounter_id",
            "the encounter of the diagnosis is in the encounters file",
            "no row of the encounters file has this encounter_id",
            "Send the encounter's row, or correct encounter_id",
            min_value=1,
        ),
    ),
)
