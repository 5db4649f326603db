"""Contracts: every row of a new batch is held to what was promised, and its encounters come into a state.

Great Expectations judges; nothing else does. The expectations are data (data_contracts/datasets). What needs other
rows or arithmetic is first computed into helper columns, the facts, by one SELECT a dataset; expectations then speak
of facts as of any column. Expectations of one type with the same arguments are validated together, their cells laid
under one another, because each validation has a price whatever its size.

Reads: core.batch, raw.*, core.encounter (earlier versions). Writes: core.contract_result, core.quarantine,
core.encounter, core.patient, core.coverage, core.diagnosis, core.service, core.encounter_event.

Keeps: each row of an encounters file is one row of core.encounter, in one state. A failing row quarantines its whole
encounter; a failing patient or coverage every encounter that needs it. A validation that fails inside is an exception,
never a pass.

    sent.py        the rows of a batch as they are judged, and their facts
    cells.py       which cells each expectation judges
    groups.py      expectations that one validation can judge together
    validator.py   the one place that calls Great Expectations
    verdicts.py    failing rows and results into tables
    versions.py    states of encounters: ready, quarantined, duplicate, superseded, changed after billing
    difference.py  what changed after billing, in names of fields
    stage.py       the stage
"""
