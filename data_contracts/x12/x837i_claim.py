"""837I: the claim, those who took part in it, other coverages (loops 2300 to 2330)."""

from data_contracts.x12.guide import Column, Loop, Segment
from data_contracts.x12.x837_parts import (
    adjustments,
    amount,
    dates,
    period,
    reference,
    references,
    text,
)
from data_contracts.x12.x837p_claim import (
    CONDITION,
    FIXED_FORMAT,
    NOTE,
    PAPERWORK,
    contract,
    health_codes,
    party,
    repricing,
)
from data_contracts.x12.x837p_other import (
    AMOUNTS,
    BENEFITS,
    OTHER_SUBSCRIBER,
    OUTPATIENT,
    PAYER,
    SUBSCRIBER_INFORMATION,
    provider,
)

CLAIM = Loop(
    "2300", "A claim", "CLM", ("2000C", "2000B"),
    (
        Segment("CLM", "Our number, charge, type of bill, assignment, benefits assigned, release of information; "
                "CLM*756048Q*89.93***14:A:1**A*Y*Y", "claim", (
            Column("claim_number", 1, required=True), Column("charge_amount", 2, kind="amount", required=True),
            Column("facility_code", 5, 1, required=True), Column("facility_qualifier", 5, 2, required=True),
            Column("frequency", 5, 3, required=True), Column("assignment", 7, required=True),
            Column("benefits_assigned", 8, required=True), Column("release", 9, required=True),
            Column("delay_reason", 20),
        )),
        period("434", "statement_from", "statement_to", "First and last day of the statement; "
               "DTP*434*RD8*20260101-20260105", "claim", required=True, always_two=True),
        dates("Admission, with its hour 435, hour of discharge 096, received 050; DTP*435*DT*202601051430"),
        Segment("CL1", "Type and source of the admission, the patient's status at the end; CL1*3**01", "claim",
                text(admission_type=1, admission_source=2, patient_status=3), required=True),
        PAPERWORK,
        contract("claim"),
        amount("F3", "patient_estimate_amount", "What the patient is thought to owe; AMT*F3*14.84", "claim"),
        reference("9F", "referral_number", "Referral number given by the payer; REF*9F*R445566", "claim"),
        reference("G1", "authorization_number", "Prior authorization given by the payer; REF*G1*A778899", "claim"),
        reference("F8", "payer_claim_number", "The payer's number of the claim replaced or cancelled; REF*F8*1234567",
                  "claim"),
        reference("EA", "medical_record_number", "Number of the medical record; REF*EA*44444TH56", "claim"),
        references("Service authorized by exception 4N, repriced 9A, repriced again 9C, investigation LX, "
                   "clearinghouse D9, state of an accident LU, demonstration P4, peer review G4; REF*D9*TJ98UU321"),
        FIXED_FORMAT,
        NOTE,
        CONDITION,
        health_codes("Diagnoses: principal ABK, admitting ABJ, reason of the visit APR, external cause ABN, others "
                     "ABF; group DR; procedures BBR BBQ; occurrences BH, spans BI, values BE, conditions BG, "
                     "treatment TC; HI*ABK:E119*ABF:I10"),
        repricing("claim"),
    ),
    table="claim", index="claim_index", within="ST", required=True,
)  # fmt: skip

PARTY = Loop(
    "2310", "Who took part: 71 attending, 72 operating, ZZ other operating, 82 rendering, 77 facility, DN referring",
    "NM1", "2300",
    party("party", "Role, name, NPI", "AT"),
    where=(1, ("71", "72", "ZZ", "82", "77", "DN")), table="party", index="party_index",
)  # fmt: skip

INPATIENT = Segment(
    "MIA", "Inpatient outcome as that payer told it: days, amounts of the prospective payment system, remark codes; "
    "MIA*1***1500", "other_payer", (
        *(Column(f"mia_{what}_days", element, kind="quantity") for element, what in (
            (1, "covered"), (3, "psychiatric"), (15, "cost_report"),
        )),
        *(Column(f"mia_{what}_amount", element, kind="amount") for element, what in (
            (4, "drg"), (6, "disproportionate_share"), (7, "pass_through"), (8, "capital"), (9, "capital_federal"),
            (10, "capital_hospital"), (11, "capital_disproportionate_share"), (12, "old_capital"),
            (13, "capital_teaching"), (14, "operating_hospital"), (16, "operating_federal"), (17, "capital_outlier"),
            (18, "teaching"), (19, "professional"), (24, "capital_exception"),
        )),
        *(Column(f"mia_remark{n}", element, codes="remittance advice remark") for n, element in (
            (1, 5), (2, 20), (3, 21), (4, 22), (5, 23),
        )),
    ),
)  # fmt: skip

OTHER = (
    Loop(
        "2320", "Another coverage in force and what it did", "SBR", "2300",
        (SUBSCRIBER_INFORMATION, adjustments("claim by that payer"), *AMOUNTS, BENEFITS, INPATIENT, OUTPATIENT),
        table="other_payer", index="other_payer_index",
    ),
    OTHER_SUBSCRIBER,
    PAYER,
    provider(
        ("71", "72", "ZZ", "77", "82", "DN", "85"),
        "A provider as the other payer knows it: 71 attending, 72 operating, ZZ other operating, 77 facility, 82 "
        "rendering, DN referring, 85 billing",
    ),
)  # fmt: skip
