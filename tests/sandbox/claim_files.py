"""Plain 837P files out of a practice's visits, made without the pipeline: what payers are tried with."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from data_contracts.client import Client
from data_contracts.payer import Payer, Payers
from data_contracts.settings import read_settings
from tasks.sandbox.chance import dice
from tasks.sandbox.edi import segment
from tasks.sandbox.panel import person
from tasks.sandbox.pricing import Prices, read_prices
from tasks.sandbox.profiles import Profile, Row, read_profile
from tasks.sandbox.visits import Visit, make_visit

GUIDE = "005010X222A1"


def write_claims(workspace: Path, client_id: str, day: date, count: int, first_control: int) -> list[Path]:
    """One 837P file a route into outbox/claims with the insured of `count` visits; ISA numbers from `first_control`."""
    folder = workspace / "clients" / client_id
    client = read_settings(folder / "client.yaml", Client)
    payers = {p.payer_id: p for p in read_settings(workspace / "payers.yaml", Payers).payers}
    visits = list(
        _visits(client, read_profile(client.specialty), list(payers.values()), read_prices(folder), day, count)
    )
    written = []
    for number, route in enumerate(sorted({p.route for p in payers.values()})):
        own = [v for v in visits if v.coverages and payers[v.coverages[0]["payer_id"]].route == route]
        content = _interchange(client, payers, own, day, first_control + number)
        path = folder / "outbox" / "claims" / f"{day}-{route}.x12"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="ascii")
        written.append(path)
    return written


def _visits(
    client: Client, profile: Profile, payers: list[Payer], prices: Prices, day: date, count: int
) -> Iterator[Visit]:
    for number in range(1, count + 1):
        who = person(client.client_id, number + day.day, profile, payers, 7)
        own = dice(client.client_id, day, number)
        yield make_visit(f"V{day:%m%d}{number:04d}", who, profile, prices, day, own)


def _interchange(client: Client, payers: dict[str, Payer], visits: list[Visit], day: date, control: int) -> str:
    body = list(_transaction(client, payers, visits, day, control))
    segments = [
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{'NORTHLIGHT':15}*ZZ*{'PRACTICECH':15}*{day:%y%m%d}*2300*^*00501*{control:09d}*1*T*:",
        segment("GS", "HC", "NORTHLIGHT", "PRACTICECH", f"{day:%Y%m%d}", "2300", str(control), "X", GUIDE),
        segment("ST", "837", "0001", GUIDE),
        *body,
        segment("SE", str(len(body) + 2), "0001"),
        segment("GE", "1", str(control)),
        segment("IEA", "1", f"{control:09d}"),
    ]
    return "".join(f"{s}~\n" for s in segments)


def _transaction(
    client: Client, payers: dict[str, Payer], visits: list[Visit], day: date, control: int
) -> Iterator[str]:
    who = client.billing_identities[0]
    yield segment("BHT", "0019", "00", f"B{control}", f"{day:%Y%m%d}", "2300", "CH")
    yield segment("NM1", "41", "2", "NORTHLIGHT BILLING", "", "", "", "", "46", "NORTHLIGHT")
    yield segment("PER", "IC", "CLAIMS DESK", "TE", "2125550100")
    yield segment("NM1", "40", "2", "PRACTICE CLEARINGHOUSE", "", "", "", "", "46", "PRACTICECH")
    yield "HL*1**20*1"
    yield segment("PRV", "BI", "PXC", who.taxonomy)
    yield segment("NM1", "85", "2", who.name.upper(), "", "", "", "", "XX", who.npi)
    yield segment("N3", who.address_line1)
    yield segment("N4", who.city, who.state, who.postal_code)
    yield segment("REF", "EI", who.tax_id)
    level = 1
    for visit in visits:
        level += 1
        yield from _claim(client, payers[visit.coverages[0]["payer_id"]], visit, level)
        level += visit.coverages[0]["relationship"] != "18"


def _claim(client: Client, payer: Payer, visit: Visit, level: int) -> Iterator[str]:
    coverage, patient = visit.coverages[0], visit.patient
    dependent = coverage["relationship"] != "18"
    yield segment("HL", str(level), "1", "22", "1" if dependent else "0")
    self_relation = "" if dependent else "18"
    yield segment("SBR", "P", self_relation, "", "", "", "", "", "", payer.filing_indicator)
    subscriber = {k.removeprefix("subscriber_"): v for k, v in coverage.items()} if dependent else patient
    yield from _person("IL", subscriber, coverage["member_id"])
    yield segment("NM1", "PR", "2", payer.name.upper(), "", "", "", "", "PI", payer.payer_id)
    if dependent:
        yield segment("HL", str(level + 1), str(level), "23", "0")
        yield segment("PAT", coverage["relationship"])
        yield from _person("QC", patient, "")
    total = sum(Decimal(s["charge"]) for s in visit.services)
    number = f"{client.claim_prefix}{visit.encounter_id}01"
    place = visit.encounter["place_of_service"]
    yield segment("CLM", number, _short(total), "", "", f"{place}:B:1", "Y", "A", "Y", "Y")
    if visit.encounter.get("authorization_number"):
        yield segment("REF", "G1", visit.encounter["authorization_number"])
    codes = [f"{'ABK' if n == 0 else 'ABF'}:{d['code'].replace('.', '')}" for n, d in enumerate(visit.diagnoses)]
    yield segment("HI", *codes)
    names = (visit.encounter["rendering_last_name"], visit.encounter["rendering_first_name"])
    yield segment("NM1", "82", "1", *names, "", "", "", "XX", visit.encounter["rendering_npi"])
    for line in visit.services:
        yield from _line(number, line)


def _person(entity: str, who: Row, member_id: str) -> Iterator[str]:
    member = ("MI", member_id) if member_id else ()
    yield segment("NM1", entity, "1", who["last_name"], who["first_name"], "", "", "", *member)
    yield segment("N3", who["address_line1"])
    yield segment("N4", who["city"], who["state"], who["postal_code"])
    yield segment("DMG", "D8", who["birth_date"].replace("-", ""), who["sex"])


def _line(number: str, line: Row) -> Iterator[str]:
    code = line["code"] if line["code_system"] != "LOCAL" else "G0439"
    modifiers = [line[f"modifier{n}"] for n in range(1, 5) if line.get(f"modifier{n}")]
    procedure = ":".join(["HC", code, *modifiers])
    yield segment("LX", line["line_number"])
    pointers = line["diagnosis_pointers"]
    yield segment("SV1", procedure, _short(Decimal(line["charge"])), "UN", line["units"], "", "", pointers)
    yield segment("DTP", "472", "D8", line["service_from"].replace("-", ""))
    yield segment("REF", "6R", f"{number}L{line['line_number']}")


def _short(amount: Decimal) -> str:
    return f"{amount:.2f}".rstrip("0").rstrip(".")


def mailbox(workspace: Path, part: str) -> Iterable[Path]:
    """Files of the company's mailbox with `part` in their name, in order."""
    return sorted(p for p in (workspace / "inbox").iterdir() if part in p.name)


def write_corrections(
    workspace: Path, client_id: str, day: date, source: Path, corrected: dict[str, tuple[str, str, str]], control: int
) -> None:
    """Claims of an earlier file once more, those in `corrected`: claim number -> its new one, frequency, REF*F8.

    Nothing is written where the file has none of them.
    """
    head, *blocks = re.split(r"(?=HL\*\d+\*1\*22)", source.read_text(encoding="ascii"))
    claims = [_corrected(b, corrected) for b in blocks if _number(b) in corrected]
    if not claims:
        return
    content = re.sub(r"(?<=\*00501\*)\d{9}", f"{control:09d}", head) + "".join(claims)
    path = workspace / "clients" / client_id / "outbox" / "claims" / f"{day}-again-{control}.x12"
    path.write_text(content + f"SE*1*0001~\nGE*1*{control}~\nIEA*1*{control:09d}~\n", encoding="ascii")


def _number(block: str) -> str:
    return block.partition("CLM*")[2].partition("*")[0]


def _corrected(block: str, corrected: dict[str, tuple[str, str, str]]) -> str:
    number, frequency, payer_claim_number = corrected[_number(block)]
    said = re.sub(
        r"(:B):\d(\*Y\*A\*Y\*Y~\n)(?:REF\*F8\*\w+~\n)?", rf"\1:{frequency}\2REF*F8*{payer_claim_number}~\n", block
    )
    return re.sub(r"\nSE\*.*", "\n", said.replace(_number(block), number), flags=re.DOTALL)
