"""All benchmarks, one after the other."""

from tests.benchmarks import client_night

client_night.main()
