"""837P: the claim and those who took part in it (loops 2300 and 2310)."""

from data_contracts.x12.guide import Column, Loop, Segment
from data_contracts.x12.x837_parts import (
    address,
    amount,
    contacts,
    dates,
    day,
    name,
    reference,
    references,
    text,
)

PAPERWORK = Segment("PWK", "A document beside the claim: what it is, how it is sent, its number; PWK*OZ*EL***AC*A1234",
                    "paperwork", text(report=1, transmission=2, qualifier=5, control_number=6))  # fmt: skip
FIXED_FORMAT = Segment("K3", "Facts of fixed form that a state asks for; K3*STATE DATA", "fixed_format",
                       text(text=1))  # fmt: skip
NOTE = Segment("NTE", "A note: its kind (ADD, DCP, TPO …) and its words; NTE*ADD*SURGERY WAS UNUSUALLY LONG", "note",
               (Column("qualifier", 1, required=True), Column("text", 2, required=True)))  # fmt: skip
CONDITION = Segment("CRC", "Up to five conditions of a category, and whether they apply; CRC*07*Y*01*02", "condition",
                    (Column("category", 1, required=True), Column("applies", 2, required=True),
                     *text(code1=3, code2=4, code3=5, code4=6, code5=7)))  # fmt: skip


def contract(table: str) -> Segment:
    """CN1: terms of a contract, where claims report encounters."""
    return Segment("CN1", "Contract: type, amount, percentage, code, discount, version; CN1*02*550", table, (
        Column("contract_type", 1), Column("contract_amount", 2, kind="amount"), Column("contract_percentage", 3),
        *text(contract_code=4, contract_discount=5, contract_version=6),
    ))  # fmt: skip


def ambulance(table: str) -> Segment:
    """CR1: a ride in an ambulance."""
    return Segment("CR1", "Ambulance: patient's weight, reason, miles, reason of round trip or stretcher; "
                   "CR1*LB*140**A*DH*12",
                   table, (
        *text(ambulance_weight_unit=1), Column("ambulance_weight", 2, kind="quantity"),
        *text(ambulance_reason=4, ambulance_distance_unit=5), Column("ambulance_distance", 6, kind="quantity"),
        *text(round_trip_purpose=9, stretcher_purpose=10),
    ))  # fmt: skip


def health_codes(doc: str) -> Segment:
    """HI: up to twelve composites, each a row: diagnoses, procedures, occurrences, values, conditions."""
    return Segment("HI", doc, "health_code", (
        Column("qualifier", 1, 1, required=True), Column("code", 1, 2, required=True),
        Column("date_format", 1, 3), Column("date_value", 1, 4),
        Column("amount", 1, 5, kind="amount"), Column("quantity", 1, 6, kind="quantity"),
        Column("version", 1, 7), Column("industry_code", 1, 8), Column("present_on_admission", 1, 9),
    ), every=1, times=12, number=("position", 1), required=True)  # fmt: skip


def repricing(table: str) -> Segment:
    """HCP: what a repricer made of the charge; elements 8 to 12 are used of lines, and of institutional claims."""
    return Segment("HCP", "Repricing: method, allowed, saved, repricer, rate, group; why not; HCP*03*100*10*RPO12345",
                   table, (
        Column("repriced_method", 1), Column("repriced_amount", 2, kind="amount"),
        Column("repriced_saving", 3, kind="amount"), *text(repriced_by=4, repriced_rate=5, repriced_group=6),
        Column("repriced_group_amount", 7, kind="amount"),
        *text(repriced_revenue_code=8, repriced_code_qualifier=9, repriced_code=10, repriced_unit_basis=11),
        Column("repriced_units", 12, kind="quantity"),
        *text(repriced_reject_reason=13, repriced_compliance=14, repriced_exception=15),
    ))  # fmt: skip


def party(table: str, who: str, taxonomy: str) -> tuple[Segment, ...]:
    """The segments of those who took part: role, name and NPI, specialty (PRV of one kind), address, ids, contact."""
    return (
        Segment("NM1", f"{who}; NM1*82*1*OKAFOR*ADA****XX*1234567893", table,
                (Column("role", 1, required=True), *name())),
        Segment("PRV", f"Specialty of the provider; PRV*{taxonomy}*PXC*207Q00000X", table, text(taxonomy=3),
                (1, (taxonomy,)), fixed=((2, "PXC"),)),
        *address(table),
        references("Other ids: licence 0B, UPIN 1G, the payer's number G2, location LU; REF*G2*KA6663"),
        contacts(),
    )  # fmt: skip


CLAIM = Loop(
    "2300", "A claim", "CLM", ("2000C", "2000B"),
    (
        Segment("CLM", "Our number, charge, place of service and frequency, signature on file, assignment, benefits "
                "assigned, release, accident; CLM*RV0A1B2C3D4E01*150***11:B:1*Y*A*Y*Y**AA:::IL", "claim", (
            Column("claim_number", 1, required=True), Column("charge_amount", 2, kind="amount", required=True),
            Column("place_of_service", 5, 1, required=True), Column("facility_qualifier", 5, 2, required=True),
            Column("frequency", 5, 3, required=True), Column("provider_signature", 6, required=True),
            Column("assignment", 7, required=True), Column("benefits_assigned", 8, required=True),
            Column("release", 9, required=True), Column("patient_signature", 10),
            Column("accident_cause", 11, 1), Column("accident_cause2", 11, 2), Column("accident_state", 11, 4),
            Column("accident_country", 11, 5), *text(special_program=12, delay_reason=20),
        )),
        day("431", "onset_date", "Onset of the current illness or symptom; DTP*431*D8*20261001", "claim"),
        day("439", "accident_date", "Day of the accident; DTP*439*D8*20260930", "claim"),
        dates("First treatment 454, last seen 304, acute 453, last period 484, x-ray 455, prescribed 471, disability "
              "314 360 361, work 297 296, admitted 435, discharged 096, care given up 090 and taken over 091, contact "
              "444, received 050; DTP*454*D8*20261001"),
        PAPERWORK,
        contract("claim"),
        amount("F5", "patient_paid_amount", "What the patient paid; AMT*F5*25", "claim"),
        reference("9F", "referral_number", "Referral number given by the payer; REF*9F*R445566", "claim"),
        reference("G1", "authorization_number", "Prior authorization given by the payer; REF*G1*A778899", "claim"),
        reference("F8", "payer_claim_number", "The payer's number of the claim replaced or cancelled; REF*F8*1234567",
                  "claim"),
        reference("X4", "clia_number", "CLIA number of the laboratory; REF*X4*12D4567890", "claim"),
        reference("EA", "medical_record_number", "Number of the medical record; REF*EA*44444TH56", "claim"),
        references("Service authorized by exception 4N, mammography EW, Medicare crossover F5, repriced 9A, repriced "
                   "again 9C, investigation LX, clearinghouse D9, demonstration P4, care plan 1J; REF*D9*TJ98UU321"),
        FIXED_FORMAT,
        NOTE,
        ambulance("claim"),
        Segment("CR2", "Spinal manipulation: nature of the condition and its words; CR2********M**PAIN", "claim",
                text(spinal_condition=8, spinal_description1=10, spinal_description2=11)),
        CONDITION,
        health_codes("Diagnoses by ICD-10-CM: principal ABK, others ABF (ICD-9: BK, BF); anesthesia procedures BP BO; "
                     "conditions BG; HI*ABK:E119*ABF:I10"),
        repricing("claim"),
    ),
    table="claim", index="claim_index", within="ST", required=True,
)  # fmt: skip

PARTY = Loop(
    "2310", "Who took part: DN referring, P3 primary care, 82 rendering, 77 facility, DQ supervising, PW and 45 ends "
    "of a ride by ambulance", "NM1", "2300",
    party("party", "Role, name, NPI", "PE"),
    where=(1, ("DN", "P3", "82", "77", "DQ", "PW", "45")), table="party", index="party_index",
)  # fmt: skip
