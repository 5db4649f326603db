"""HL7 v2 messages and FHIR resources of an invented practice, written for these tests."""

import json
from typing import Any

Json = dict[str, Any]
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
CPT = "http://www.ama-assn.org/go/cpt"
NPI = "http://hl7.org/fhir/sid/us-npi"
# What the packaged mapping leaves to the practice: where its ambulatory visits take place.
OFFICE = {"hl7v2": 'tables: {place_of_service: {O: "11"}}\n', "fhir_r4": 'tables: {place_of_service: {AMB: "11"}}\n'}


def msh(kind: str, written: str = "20260301080000", number: str = "1") -> str:
    return rf"MSH|^~\&|PM|CLINIC|CC|CC|{written}||{kind}|{number}|P|2.5"


def pid(patient: str = "100", *, last: str = "SAMPLE", city: str = "BOSTON", full: bool = True) -> str:
    told = f"||19800203|F|||1 MAIN ST^APT 2^{city}^MA^02108-0001" if full else ""
    return f"PID|1||{patient}^^^CLINIC^MR~999^^^SSA^SS||{last}^ANN^Q{told}"


def in1(member: str = "M100", *, number: int = 1, payer: str = "PAYER1", since: str = "20200101") -> str:
    fields = {1: str(number), 2: "PLAN", 3: f"{payer}^^^NAIC", 8: "G1", 12: since, 16: "SAMPLE^ANN", 17: "SEL^Self"}
    fields |= {36: member}
    return "IN1|" + "|".join(fields.get(place, "") for place in range(1, 37))


def adt(patient: str = "100", written: str = "20260301080000", *, event: str = "A04", **told: Any) -> str:
    insurance = told.pop("insurance", [in1()])
    return "\r".join(
        [msh(f"ADT^{event}", written), f"EVN|{event}|{written}", pid(patient, **told), "PV1|1|O", *insurance]
    )


def ft1(number: int = 1, code: str = "99213^OFFICE VISIT^C4", charge: str = "120.00", **fields: str) -> str:
    said = {1: str(number), 2: f"T{number}", 4: "20260227", 6: "CG", 7: code, 10: "1", 11: charge}
    said |= {19: "J06.9^^I10C", 20: "1234567893^WHO^DOC^^^^^^NPI^^^^NPI", 25: code}
    said |= {int(place[1:]): text for place, text in fields.items()}
    return "FT1|" + "|".join(said.get(place, "") for place in range(1, 44)).rstrip("|")


def dft(
    visit: str = "V1",
    patient: str = "100",
    written: str = "20260301090000",
    *,
    lines: list[str] | None = None,
    diagnoses: tuple[str, ...] = ("J06.9^COLD^I10C",),
    full: bool = False,
    insurance: tuple[str, ...] = (),
) -> str:
    dg1 = [f"DG1|{n}||{code}|||F" for n, code in enumerate(diagnoses, 1)]
    pv1 = f"PV1|1|O|||||||||||||||||{visit}"
    return "\r".join(
        [msh("DFT^P03", written, visit), "EVN|P03", pid(patient, full=full), pv1, *(lines or [ft1()]), *dg1, *insurance]
    )


def batch(*messages: str, count: int | None = None) -> bytes:
    """Messages in a batch file, with its trailers."""
    said = len(messages) if count is None else count
    lines = ["FHS|^~\\&|PM", "BHS|^~\\&|PM", *messages, f"BTS|{said}", "FTS|1"]
    return ("\r".join(lines) + "\r").encode()


def patient(number: str = "p1", **told: Any) -> Json:
    return {
        "resourceType": "Patient",
        "id": number,
        "name": [{"use": "official", "family": "SAMPLE", "given": ["ANN", "Q"]}],
        "birthDate": "1980-02-03",
        "gender": "female",
        "address": [{"line": ["1 MAIN ST", "APT 2"], "city": "BOSTON", "state": "MA", "postalCode": "02108-0001"}],
        **told,
    }


def coverage(number: str = "c1", of: str = "Patient/p1", **told: Any) -> Json:
    return {
        "resourceType": "Coverage",
        "id": number,
        "status": "active",
        "beneficiary": {"reference": of},
        "subscriberId": "M100",
        "relationship": {"coding": [{"code": "self"}]},
        "period": {"start": "2020-01-01"},
        "payor": [{"identifier": {"value": "PAYER1"}}],
        **told,
    }


def practitioner(number: str = "d1") -> Json:
    name = [{"family": "WHO", "given": ["DOC"]}]
    identifier = [{"system": NPI, "value": "1234567893"}]
    return {"resourceType": "Practitioner", "id": number, "name": name, "identifier": identifier}


def encounter(number: str = "e1", of: str = "Patient/p1", by: str = "Practitioner/d1", **told: Any) -> Json:
    return {
        "resourceType": "Encounter",
        "id": number,
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": {"reference": of},
        "participant": [{"individual": {"reference": by}}],
        "period": {"start": "2026-02-27T10:00:00-05:00", "end": "2026-02-27T10:20:00-05:00"},
        **told,
    }


def condition(number: str = "k1", at: str = "Encounter/e1", code: str = "J06.9", **told: Any) -> Json:
    return {
        "resourceType": "Condition",
        "id": number,
        "subject": {"reference": "Patient/p1"},
        "encounter": {"reference": at},
        "code": {"coding": [{"system": ICD, "code": code, "display": "COLD"}]},
        **told,
    }


def charge_item(number: str = "i1", at: str = "Encounter/e1", price: str = "120.10", **told: Any) -> str:
    """As JSON text, with the price as it is written."""
    made = {
        "resourceType": "ChargeItem",
        "id": number,
        "status": "billable",
        "subject": {"reference": "Patient/p1"},
        "context": {"reference": at},
        "code": {"coding": [{"system": CPT, "code": "99213"}]},
        "occurrenceDateTime": "2026-02-27",
        "quantity": {"value": 1},
        "reason": [{"coding": [{"system": ICD, "code": "J06.9"}]}],
        "priceOverride": {"value": "PRICE", "currency": "USD"},
        **told,
    }
    return json.dumps(made).replace('"PRICE"', price)


def claim(number: str = "q1", of: str = "Patient/p1", **told: Any) -> Json:
    person = {"name": [{"family": "WHO", "given": ["DOC"]}], "identifier": [{"system": NPI, "value": "1234567893"}]}
    return {
        "resourceType": "Claim",
        "id": number,
        "status": "active",
        "use": "claim",
        "type": {"coding": [{"code": "professional"}]},
        "contained": [{"resourceType": "Practitioner", "id": "doc", **person}],
        "patient": {"reference": of},
        "billablePeriod": {"start": "2026-02-27", "end": "2026-02-27"},
        "careTeam": [{"sequence": 1, "provider": {"reference": "#doc"}, "role": {"coding": [{"code": "primary"}]}}],
        "diagnosis": [
            {"sequence": 1, "diagnosisCodeableConcept": {"coding": [{"system": ICD, "code": "J06.9"}]}},
            {"sequence": 2, "diagnosisCodeableConcept": {"coding": [{"system": ICD, "code": "R05.1"}]}},
        ],
        "item": [
            {
                "sequence": 1,
                "diagnosisSequence": [2, 1],
                "productOrService": {"coding": [{"system": CPT, "code": "99213"}]},
                "modifier": [{"coding": [{"code": "25"}]}],
                "servicedDate": "2026-02-27",
                "locationCodeableConcept": {"coding": [{"code": "11"}]},
                "quantity": {"value": 1},
                "net": {"value": 120.1, "currency": "USD"},
            }
        ],
        **told,
    }


def ndjson(*resources: Json | str) -> bytes:
    return "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in resources).encode()


def bundle(*resources: Json | str, urls: dict[str, str] | None = None) -> bytes:
    """Resources in a pretty-printed Bundle; `urls` gives full urls by resource id."""
    entries = []
    for resource in resources:
        made = json.loads(resource) if isinstance(resource, str) else resource
        full = (urls or {}).get(made.get("id", ""))
        entries.append({**({"fullUrl": full} if full else {}), "resource": made})
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}, indent=1).encode()
