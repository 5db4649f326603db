"""Coding: from what the practice recorded to the codes that go on a claim, and every reason why not.

Reads core.encounter in the states ready, held_coding and held_edit with their diagnoses, services, patients and
coverages; the client's fees.csv and crosswalk.csv; the code sets in the workspace's `codes/`; the rules in
data_contracts/rules; the edits in sql/edits, the workspace's `edits/` and the client's `edits/`.

Writes core.diagnosis.coded_code and its place, core.coded_service, core.coding_assignment (what rules found from the
documented facts, with fact and source), core.edit_finding, the state of the encounter with one core.encounter_event a
change (and one where diagnoses were put in order), and the schema reference (code sets, codes in use, fees, crosswalk,
payers, billing identities: only when they changed).

Keeps: a code is never guessed. What has no mapping on the day of service, no fee, or lies outside the loaded code sets
waits for a person with its reason; an encounter leaves here ready, held_coding or held_edit, never between. What was
claimed is not judged again. What the clinician billed stays: documented facts fill in what was left open, and warn. The
same input under the same rules gives the same rows, and nothing is written twice.

    reference.py   fees, crosswalk, payers, identities     code_sets.py   ICD-10-CM, HCPCS, place of service, packaged
    table_file.py  reads and checks the two CSV files      release.py     one release of a code set as a file
    assign.py      codes, fees, what cannot be mapped      in_use.py      the codes this client uses, in its warehouse
    dose_units.py  how much of a drug a unit is            sql/coding     the rules: visit, units, place, order …
    rules.py       dated rule tables                       edits.py       reads and runs the edits
    stage.py       the order of all that, and the states
"""
