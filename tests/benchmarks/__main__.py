"""All benchmarks, one after the other, at their usual sizes."""

from tests.benchmarks import client_night, posting, x12_read, x12_write

for benchmark in (client_night, x12_read, x12_write, posting):
    benchmark.main()
