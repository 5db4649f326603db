"""All benchmarks, one after the other, at their usual sizes."""

from tests.benchmarks import client_night, closing, edits, posting, x12_read, x12_write

for benchmark in (client_night, edits, x12_read, x12_write, posting, closing):
    benchmark.main()
