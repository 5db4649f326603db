"""Intake: encounter drops become rows.

A drop is a folder `inbox/encounters/<batch>/` with one CSV or Parquet file a dataset (data_contracts/datasets) and
control.json, which is written last. Every file is kept in the vault; rows go to the `raw` tables as text, with the
file's sha256 and the line. Nothing is judged here but what makes a file a table (contracts judges the rows) and
whether the drop ties to its control.json: a drop with a file that cannot be read, a column missing, or totals that do
not tie is taken in and held as a whole, with one problem for each fault.

Reads: the inbox. Writes: core.received_file, core.batch, raw.*, core.problem; core.encounter and core.encounter_event
only for encounters of a file that cannot be read, as `held` rows without an id.

Keeps: what a drop promised is accounted for. core.batch.encounters_received equals the rows of raw.encounters of the
batch, or the number of those held rows. The same drop is taken in once, also after a crash.

    shape.py    where the records of a CSV file begin, and how many fields each has
    fault.py    what can be wrong with a part of a drop
    table.py    one file as a table of text, or the fault that prevents it
    drop.py     one folder: its files, its name, its content hash
    contents.py which file is which dataset
    control.py  control.json: its reading, and what does not tie
    record.py   the rows that say what was taken in
    stage.py    the stage
"""
