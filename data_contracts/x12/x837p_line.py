"""837P: service lines, what other payers made of them, forms (loops 2400 to 2440)."""

from data_contracts.x12.guide import Column, Loop, Segment
from data_contracts.x12.x837_parts import (
    adjustments,
    amount,
    amounts,
    dates,
    day,
    period,
    procedure,
    reference,
    references,
    text,
)
from data_contracts.x12.x837p_claim import (
    CONDITION,
    FIXED_FORMAT,
    NOTE,
    PAPERWORK,
    ambulance,
    contract,
    party,
    repricing,
)

NUMBER = Segment("LX", "Number of the line, from 1; LX*1", "line", (
    Column("line_number", 1, kind="count", required=True),
))  # fmt: skip
CONTROL = reference("6R", "line_control", "Our number of the line, returned in the remittance; REF*6R*A1L01", "line")
QUANTITY = Segment("QTY", "Patients in the ambulance PT, obstetric anesthesia FL; QTY*PT*2", "quantity", (
    Column("qualifier", 1, required=True), Column("quantity", 2, kind="quantity", required=True),
))  # fmt: skip

LINE = Loop(
    "2400", "A service line", "LX", "2300",
    (
        NUMBER,
        Segment("SV1", "Service with modifiers, charge, units (UN) or minutes (MJ), place, the diagnoses it is for by "
                "position, emergency, EPSDT, family planning; SV1*HC:G0439:25*150*UN*1***1:2", "line", (
            *procedure(1), Column("charge_amount", 2, kind="amount", required=True),
            Column("unit_basis", 3, required=True), Column("units", 4, kind="quantity", required=True),
            Column("place_of_service", 5), *(Column(f"pointer{n}", 7, n, required=n == 1) for n in (1, 2, 3, 4)),
            *text(emergency=9, epsdt=11, family_planning=12, copay_status=15),
        ), required=True),
        Segment("SV5", "Durable medical equipment: code, days, rent, price, how often; SV5*HC:A4631*DA*30*50*5000*4",
                "line", (
            Column("equipment_code_qualifier", 1, 1), Column("equipment_code", 1, 2),
            Column("equipment_days", 3, kind="quantity"), Column("equipment_rent_amount", 4, kind="amount"),
            Column("equipment_price_amount", 5, kind="amount"), Column("equipment_rent_frequency", 6),
        ), fixed=((2, "DA"),)),
        PAPERWORK,
        ambulance("line"),
        Segment("CR3", "Certificate of medical necessity: initial I, again R, revised S; months; CR3*I*MO*99", "line",
                (Column("certification", 1), Column("certification_months", 3, kind="quantity")),
                fixed=((2, "MO"),)),
        CONDITION,
        period("472", "service_from", "service_to", "Day of service, or first and last; DTP*472*D8*20261102", "line",
               required=True),
        dates("Prescribed 471, certificate revised 607, therapy began 463, certified 461, last seen 304, tests 738 "
              "739, shipped 011, x-ray 455, first treatment 454; DTP*463*D8*20261001"),
        QUANTITY,
        Segment("MEA", "Test results OG TR: height HT, hemoglobin R1, hematocrit R2, epoetin R3, creatinine R4; "
                "MEA*TR*HT*70", "measurement", (
            Column("reference_code", 1, required=True), Column("qualifier", 2, required=True),
            Column("value", 3, kind="quantity", required=True),
        )),
        contract("line"),
        CONTROL,
        reference("X4", "clia_number", "CLIA number of the laboratory; REF*X4*12D4567890", "line"),
        references("Authorization G1 and referral 9F (of another payer: 2U), repriced 9B 9D, mammography EW, referring "
                   "CLIA F4, batch of vaccine BT; REF*G1*A778899**2U:PAYER1"),
        amounts("Sales tax T, postage F4; AMT*T*3.37"),
        FIXED_FORMAT,
        NOTE,
        Segment("PS1", "A purchased service: from whom, for how much; PS1*PN222222*110", "line",
                (Column("purchased_from", 1), Column("purchased_amount", 2, kind="amount"))),
        repricing("line"),
    ),
    table="line", index="line_index",
)  # fmt: skip

DRUG = Loop(
    "2410", "The drug given, or the device used", "LIN", "2400",
    (
        Segment("LIN", "National Drug Code (N4), or a device's code; LIN**N4*00002143380", "line",
                text(ndc_qualifier=2, ndc=3)),
        Segment("CTP", "Its quantity and unit: UN, ML, GR, F2, ME; CTP****2*ML", "line",
                (Column("ndc_units", 4, kind="quantity"), Column("ndc_unit_basis", 5, 1))),
        references("Prescription XZ, or a number that links compounds VY; REF*XZ*2530001"),
    ),
)  # fmt: skip

LINE_PARTY = Loop(
    "2420", "Who took part in the line, where not as in the claim: 82 rendering, QB sold the service, 77 facility, DQ "
    "supervising, DK ordering, DN referring, P3 primary care, PW and 45 ends of a ride", "NM1", "2400",
    party("line_party", "Role, name, NPI", "PE"),
    where=(1, ("82", "QB", "77", "DQ", "DK", "DN", "P3", "PW", "45")), table="line_party", index="line_party_index",
)  # fmt: skip


def adjudication(*extra: Column) -> Loop:
    """2430: what one payer made of the line."""
    return Loop(
        "2430", "What another payer made of the line", "SVD", "2400",
        (
            Segment("SVD", "Payer, paid, service paid for, units, bundled into which line; SVD*PLAIN1*40*HC:G0439**1",
                    "adjudication", (
                Column("payer_id", 1, required=True), Column("paid_amount", 2, kind="amount", required=True),
                *procedure(3, required=False), *extra, Column("paid_units", 5, kind="quantity", required=True),
                Column("bundled_line", 6),
            )),
            adjustments("line by that payer"),
            day("573", "adjudicated_on", "Day that payer decided; DTP*573*D8*20261015", "adjudication", required=True),
            amount("EAF", "patient_liability_amount", "What is left for the patient; AMT*EAF*75", "adjudication"),
        ),
        table="adjudication", index="adjudication_index",
    )  # fmt: skip


FORM = Loop(
    "2440", "A form about the line, such as a certificate of medical necessity", "LQ", "2400",
    (
        Segment("LQ", "Whose form (UT Medicare's, AS another's) and which; LQ*UT*04.03", "form",
                (Column("qualifier", 1, required=True), Column("code", 2, required=True))),
        Segment("FRM", "A question of it, answered by yes or no, words, a day or a percentage; FRM*1A**056",
                "form_answer", (
            Column("question", 1, required=True), *text(yes_or_no=2, text=3),
            Column("on", 4, kind="date"), Column("percentage", 5, kind="quantity"),
        ), required=True),
    ),
    table="form", index="form_index",
)  # fmt: skip

LINES = (LINE, DRUG, LINE_PARTY, adjudication(), FORM)
