"""Writing what says that a file or a claim arrived: TA1 and 999 (005010X231A1), 277CA (005010X214)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from tasks.sandbox.adjudication import payer_claim_number
from tasks.sandbox.claims837 import Claim837, Interchange837, Transaction837
from tasks.sandbox.edi import dollars, segment, transaction

GUIDE_999, GUIDE_277CA = "005010X231A1", "005010X214"


def write_ta1(answered: Interchange837, code: str) -> str:
    """TA1: A accepted, E accepted with an error (013: the acknowledgement asked for is not one of the values)."""
    return segment("TA1", answered.control, answered.day, answered.hour, code, "013" if code == "E" else "000")


def write_999(answered: Interchange837, verdicts: dict[str, str]) -> list[list[str]]:
    """One transaction a functional group. `verdicts` maps ST02 to A, E or R; what is not in it is accepted."""
    return [
        transaction("999", f"{n:04d}", GUIDE_999, _group_response(group, guide, transactions, verdicts))
        for n, (group, guide, transactions) in enumerate(answered.groups, 1)
    ]


def _group_response(
    group: str, guide: str, transactions: list[Transaction837], verdicts: dict[str, str]
) -> Iterator[str]:
    yield segment("AK1", "HC", group, guide)
    taken = 0
    for one in transactions:
        verdict = verdicts.get(one.control, "A")
        taken += verdict != "R"
        yield segment("AK2", "837", one.control, guide)
        if verdict != "A":
            place, code = _first(one, "N3" if verdict == "E" else "CLM")
            yield segment("IK3", code, str(place), "", "8")
            yield segment("IK4", "1", "166" if code == "N3" else "1028", "6" if verdict == "E" else "7")
        yield segment("IK5", verdict, "5" if verdict != "A" else "")
    whole = "A" if taken == len(transactions) else "R" if taken == 0 else "P"
    if whole == "A" and "E" in verdicts.values():
        whole = "E"
    yield segment("AK9", whole, *[str(len(transactions))] * 2, str(taken))


def _first(one: Transaction837, code: str) -> tuple[int, str]:
    """Place in the transaction (the ST is 1) of its first segment of a kind."""
    for place, found in enumerate(one.segments, 1):
        if found[0] == code:
            return place, code
    return 1, "ST"


@dataclass(frozen=True)
class Speaker:
    """Who speaks in a 277CA: AY a clearinghouse, PR a payer; its name and id."""

    entity: str
    name: str
    identifier: str


Rejection = Callable[[Claim837], dict[str, Any] | None]


def write_277ca(
    speaker: Speaker, answered: Transaction837, claims: list[Claim837], control: str, day: date, rejection: Rejection
) -> list[str]:
    """One transaction about `claims` of one 837 transaction: each accepted, or turned away by `rejection`."""
    return transaction("277", control, GUIDE_277CA, _status_body(speaker, answered, claims, control, day, rejection))


def _status_body(
    speaker: Speaker, answered: Transaction837, claims: list[Claim837], control: str, day: date, rejection: Rejection
) -> Iterator[str]:
    on = f"{day:%Y%m%d}"
    reasons = [rejection(c) for c in claims]
    taken = [c for c, reason in zip(claims, reasons, strict=True) if reason is None]
    turned = [c for c, reason in zip(claims, reasons, strict=True) if reason is not None]
    total = sum(c.charge for c in claims)
    yield segment("BHT", "0085", "08", control, on, "0530", "TH")
    yield "HL*1**20*1"
    yield segment("NM1", speaker.entity, "2", speaker.name, *[""] * 4, "PI", speaker.identifier)
    yield segment("TRN", "1", control)
    yield segment("DTP", "050", "D8", on)
    yield segment("DTP", "009", "D8", on)
    yield "HL*2*1*21*1"
    yield segment("NM1", "41", "2", answered.submitter[0], *[""] * 4, "46", answered.submitter[1])
    yield segment("TRN", "2", answered.reference)
    yield segment("STC", f"A1:19:{speaker.entity}", on, "WQ", dollars(total))
    yield from _totals(taken, turned)
    level = 2
    for npi, group in groupby(zip(claims, reasons, strict=True), key=lambda pair: pair[0].payee.npi):
        pairs, level = list(group), level + 1
        parent = level
        yield segment("HL", str(parent), "2", "19", "1")
        yield segment("NM1", "85", "2", pairs[0][0].payee.name, *[""] * 4, "XX", npi)
        yield segment("TRN", "1", answered.reference)
        yield segment("STC", f"A1:19:{speaker.entity}", "", "WQ", dollars(sum(c.charge for c, _ in pairs)))
        for claim, reason in pairs:
            level += 1
            yield segment("HL", str(level), str(parent), "PT")
            yield from _claim_status(speaker, claim, reason, on)


def _totals(taken: list[Claim837], turned: list[Claim837]) -> Iterator[str]:
    for code, claims in (("90", taken), ("AA", turned)):
        if claims:
            yield segment("QTY", code, str(len(claims)))
    for code, claims in (("YU", taken), ("YY", turned)):
        if claims:
            yield segment("AMT", code, dollars(sum(c.charge for c in claims)))


def _claim_status(speaker: Speaker, claim: Claim837, reason: dict[str, Any] | None, on: str) -> Iterator[str]:
    last, first, middle, suffix = claim.patient
    yield segment("NM1", "QC", "1", last, first, middle, "", suffix, "MI", claim.member_id)
    yield segment("TRN", "2", claim.number)
    from_payer = speaker.entity == "PR"
    if reason is None:
        status, action = ("A2:20:PR" if from_payer else "A1:20:PR"), "WQ"
    else:
        status, action = ":".join(filter(None, (reason["category"], reason["status"], reason["entity"]))), "U"
    yield segment("STC", status, on, action, dollars(claim.charge))
    if from_payer and reason is None:
        yield segment("REF", "1K", payer_claim_number(claim))
    days = sorted({line.service_on for line in claim.lines})
    yield (
        segment("DTP", "472", "D8", days[0])
        if len(days) == 1
        else segment("DTP", "472", "RD8", f"{days[0]}-{days[-1]}")
    )
