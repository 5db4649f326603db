"""How fast claims of three lines are written as an 837P, and that they are read back equal.

`python -m tests.benchmarks.x12_write [CLAIMS]` (20,000 by default) prints claims a second, the median of three.
"""

import sys
import time
from datetime import date
from statistics import median

from data_contracts.x12 import x837p
from tasks.x12.interchange import Envelope
from tasks.x12.whole import read_file
from tasks.x12.write import write_interchange

ENVELOPE = Envelope("ZZ", "BILLER", "ZZ", "PAYER", date(2026, 3, 2), 1, "P")
HEAD = (
    f"ISA*00*{'':10}*00*{'':10}*ZZ*{'BILLER':15}*ZZ*{'PAYER':15}*260302*1705*^*00501*000000001*0*P*:~"
    "GS*HC*BILLER*PAYER*20260302*1705*1*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*OUR1*20260302*1705*CH~"
    "NM1*41*2*ACME BILLING*****46*ETIN1~PER*IC*DESK*TE*8005551212~NM1*40*2*RUSHMORE LIFE*****46*87726~HL*1**20*1~"
    "NM1*85*2*ACME MEDICAL CENTER*****XX*1234567893~N3*1 MAIN STREET~N4*ORLANDO*FL*328010001~REF*EI*777667755~"
)
SUBSCRIBER = (
    "HL*{level}*1*22*0~SBR*P*18*GROUP1******CI~NM1*IL*1*BUDD*WILLIAM****MI*3334455{level}~N3*2 ELM STREET~"
    "N4*ORLANDO*FL*328010002~DMG*D8*19600105*M~NM1*PR*2*RUSHMORE LIFE*****PI*87726~"
    "CLM*A{level}*300***11:B:1*Y*A*Y*Y~HI*ABK:J069~"
)
LINE = "LX*{line}~SV1*HC:G0101:25*100*UN*1***1~DTP*472*D8*20260105~REF*6R*A{level}L{line}~"


def claims(count: int) -> bytes:
    """An 837P of that many claims, each of its own subscriber and with three lines."""
    one = SUBSCRIBER + "".join(LINE.replace("{line}", str(line)) for line in (1, 2, 3))
    body = "".join(one.replace("{level}", str(level)) for level in range(2, count + 2))
    counted = (HEAD + body).count("~") - 1
    return f"{HEAD}{body}SE*{counted}*0001~GE*1*1~IEA*1*000000001~".encode()


def main() -> None:
    """Print the speed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    read = read_file(claims(count), "benchmark")
    tables = {name: read[f"{name}_{x837p.GUIDE.suffix}"] for name in x837p.GUIDE.tables}
    taken = []
    for _ in range(3):
        started, used = time.perf_counter(), time.process_time()
        written = write_interchange(x837p.GUIDE, tables, ENVELOPE)
        taken.append((time.perf_counter() - started, time.process_time() - used))
    wall, used = (median(column) for column in zip(*taken, strict=True))
    again = read_file(written, "benchmark")
    where = ("source_file", "segment", "offset")
    for name, frame in tables.items():
        if not frame.drop(where).equals(again[f"{name}_{x837p.GUIDE.suffix}"].drop(where)):
            raise SystemExit(f"Table {name} is not read back equal")
    errors = int((again["finding"]["severity"] == "error").sum())
    sys.stdout.write(f"{count / wall:,.0f} claims a second by the clock, {count / used:,.0f} of processor time; ")
    sys.stdout.write(f"{len(written) / 1e6:.1f} MB, read back equal, {errors} errors\n")


if __name__ == "__main__":
    main()
