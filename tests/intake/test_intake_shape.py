"""The shape of a CSV file, against Python's own reader."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from tasks.intake.shape import shape

VALUES = st.text(alphabet='ab ,"\n', max_size=6)


@given(st.lists(st.lists(VALUES, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_fields_and_lines_are_those_that_a_reader_finds(rows: list[list[str]], ending: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=ending).writerows(rows)
    found = shape(out.getvalue().encode())
    reader = csv.reader(io.StringIO(out.getvalue(), newline=""))
    starts, fields = [], []
    line = 1
    for row in reader:
        starts.append(line)
        fields.append(len(row))
        line = reader.line_num + 1
    assert found.fields.tolist() == fields
    assert found.lines.tolist() == starts
    assert not found.open_quote


def test_an_open_quote_is_seen() -> None:
    assert shape(b'a,b\n1,"2\n3,4\n').open_quote
