"""Intake: encounter drops become rows.

A drop is a folder `inbox/encounters/<batch>/` with one CSV or Parquet file a dataset (data_contracts/datasets) and
control.json, which is written last. Every file is kept in the vault; rows go to the `raw` tables as text, with the
file's sha256 and the line. Nothing is judged here but what makes a file a table (contracts judges the rows) and
whether the drop ties to its control.json: a drop with a file that cannot be read, a column missing, or totals that do
not tie is taken in and held as a whole, with one problem for each fault.

Files of HL7 v2 and FHIR R4, told by what they hold, become the same rows by a mapping (data_contracts/mappings, and the
client's own over it). They lie in inbox/encounters by themselves, all of a night together a batch for each format, or
in a folder with a control.json that may promise totals. A message or resource that cannot be read is an encounter in
quarantine; what a mapping cannot place quarantines its row, named by the path of the element. What files tell of
patients, coverages and parts of visits is remembered: later files refer to it, and a visit that more is told of is
formed anew, in the batch that tells it.

Reads: the inbox. Writes: core.received_file, core.batch, raw.*, core.problem; core.encounter and core.encounter_event
only for encounters of a file that cannot be read, as `held` rows without an id.

Keeps: what a drop promised is accounted for. core.batch.encounters_received equals the rows of raw.encounters of the
batch, or the number of those held rows. The same drop is taken in once, also after a crash.

    shape.py    where the records of a CSV file begin, and how many fields each has
    fault.py    what can be wrong with a part of a drop
    table.py    one file as a table of text, or the fault that prevents it
    parquet.py  a Parquet file as columns of text
    drop.py     one folder: its files, its name, its content hash
    contents.py which file is which dataset
    control.py  control.json: its reading, and what does not tie
    record.py   the rows that say what was taken in
    stage.py    the stage

    formats.py           which format a file has
    messages_stage.py    files of HL7 v2 and FHIR, from the inbox to a batch
    messages.py          such files cut, and put into batches
    messages_record.py   their rows, and where each stands in its file
    hl7v2_file.py        messages of a file, and what its trailers count
    hl7v2_message.py     one message
    hl7v2_element.py     segments, and what paths read in them
    hl7v2_path.py        the paths
    hl7v2_escapes.py     escape sequences undone
    hl7v2_groups.py      segments that belong to the one before them
    hl7v2_sent.py        a message with its file and patient
    hl7v2_rows.py        messages into patients, coverages and visits
    hl7v2_people.py      patients and coverages, as last told
    hl7v2_doubts.py      what is doubtful about the patients of visits
    hl7v2_visit.py       the messages of one visit
    hl7v2_piece.py       its segments, one by one
    hl7v2_services.py    its charges, and the credits that end them
    fhir_file.py         resources of a file
    fhir_index.py        resources by name, and the references between them
    fhir_element.py      one element, and the paths in it
    fhirpath.py          FHIRPath expressions made ready
    fhirpath_library.py  those that are no plain paths
    fhir_rows.py         resources into patients, coverages and visits
    fhir_people.py       patients and coverages
    fhir_visit.py        the resources of one visit
    fhir_encounter.py    its encounter, and the facts that others add
    known.py             what earlier files told
    mapper.py            one element into one row, by a mapping
    codes.py             codes, modifiers and pointers of a row, by a mapping
    forms.py             forms of values
    times.py             when a service began and ended
    row.py               rows, and what could not be placed
"""
