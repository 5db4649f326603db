"""The claims and service lines of an 835 (see x835.py), and the numbered batches that claims stand in."""

from data_contracts.x12 import parts
from data_contracts.x12.guide import Column, Loop, Segment
from data_contracts.x12.x835_parts import (
    adjustments,
    dated,
    every_amount,
    every_date,
    every_reference,
    every_remark,
    identified,
    remarks,
    summed,
)


def _money(*columns: tuple[int, str]) -> tuple[Column, ...]:
    return tuple(Column(name, element, kind="amount") for element, name in columns)


def _counts(*columns: tuple[int, str]) -> tuple[Column, ...]:
    return tuple(Column(name, element, kind="quantity") for element, name in columns)


BATCH = Loop(
    "2000", "A batch of claims, numbered; totals of it where the payer is Medicare Part A", "LX", "ST",
    (
        Segment("LX", "Number of the batch; LX*1", "batch", (Column("number", 1, required=True),)),
        Segment("TS3", "Totals of a provider, kind of facility and fiscal year; TS3*6543210903*11*20261231*1*211366.97",
                "batch", (
            Column("provider_identifier", 1), Column("facility_code", 2), Column("fiscal_on", 3, kind="date"),
            Column("claims", 4, kind="quantity"), Column("charge_amount", 5, kind="amount"),
            *_money((6, "covered_amount"), (7, "noncovered_amount"), (8, "denied_amount"), (9, "provider_amount"),
                    (10, "interest_amount"), (11, "contractual_amount"), (12, "reduction_amount"),
                    (13, "other_payer_amount"), (14, "blood_deductible_amount"), (15, "non_lab_amount"),
                    (16, "coinsurance_amount"), (17, "hcpcs_reportable_amount"), (18, "hcpcs_payable_amount"),
                    (19, "deductible_amount"), (20, "professional_amount"), (21, "other_payer_liability_met_amount"),
                    (22, "patient_reimbursed_amount")),
            *_counts((23, "periodic_claims")), *_money((24, "periodic_amount")),
        )),
        Segment("TS2", "Further totals of Medicare inpatient claims; TS2*2178.45*1919.71**56.82*197.69*4.23", "batch", (
            *_money((1, "drg_amount"), (2, "federal_amount"), (3, "hospital_amount"), (4, "low_income_share_amount"),
                    (5, "capital_amount"), (6, "teaching_amount")),
            *_counts((7, "outlier_days")), *_money((8, "day_outlier_amount"), (9, "cost_outlier_amount")),
            *_counts((10, "average_drg_stay"), (11, "discharges"), (12, "cost_report_days"), (13, "covered_days"),
                     (14, "noncovered_days")),
            *_money((15, "secondary_pass_through_amount")), *_counts((16, "average_drg_weight")),
            *_money((17, "capital_federal_drg_amount"), (18, "capital_hospital_drg_amount"),
                    (19, "low_income_share_drg_amount")),
        )),
    ),
    table="batch", index="batch_index",
)  # fmt: skip

_NAME = (
    Column("entity", 1), Column("entity_type", 2), Column("last_or_organization_name", 3, longest=60),
    Column("first_name", 4, longest=35), Column("middle_name", 5, longest=25), Column("suffix", 7, longest=10),
    Column("qualifier", 8), Column("identifier", 9, check="npi", check_when=(8, "XX")),
)  # fmt: skip


def _person(entity: str, prefix: str, what: str, example: str) -> Segment:
    return Segment("NM1", f"{what}; NM1*{entity}{example}", "claim", (
        Column(f"{prefix}_last_name", 3), Column(f"{prefix}_first_name", 4), Column(f"{prefix}_middle_name", 5),
        Column(f"{prefix}_qualifier", 8), Column(f"{prefix}_identifier", 9),
    ), (1, (entity,)), derived=True)  # fmt: skip


_INPATIENT = Segment(
    "MIA", "Inpatient outcome: covered days, parts of the DRG payment, remark codes; MIA*0***138018.4*MA01", "claim", (
        *_counts((1, "mia_covered_days")), *_money((2, "mia_outlier_amount")), *_counts((3, "mia_psychiatric_days")),
        *_money((4, "mia_drg_amount")), *remarks("mia", 5, 20, 21, 22, 23),
        *_money((6, "mia_low_income_share_amount"), (7, "mia_secondary_pass_through_amount"),
                (8, "mia_capital_amount"), (9, "mia_capital_federal_drg_amount"),
                (10, "mia_capital_hospital_drg_amount"), (11, "mia_capital_low_income_share_amount"),
                (12, "mia_old_capital_amount"), (13, "mia_capital_teaching_amount"),
                (14, "mia_operating_hospital_drg_amount")),
        *_counts((15, "mia_cost_report_days")),
        *_money((16, "mia_operating_federal_drg_amount"), (17, "mia_capital_outlier_amount"),
                (18, "mia_teaching_amount"), (19, "mia_professional_amount"), (24, "mia_capital_exception_amount")),
    ),
)  # fmt: skip

_OUTPATIENT = Segment(
    "MOA", "Outpatient outcome: rate, payable, remark codes, renal and professional amounts; MOA*0.8*100*MA01", "claim",
    (
        Column("moa_reimbursement_rate", 1), *_money((2, "moa_payable_amount")), *remarks("moa", 3, 4, 5, 6, 7),
        *_money((8, "moa_esrd_amount"), (9, "moa_professional_amount")),
    ),
)  # fmt: skip

CLAIM = Loop(
    "2100", "A claim and what became of it", "CLP", ("2000", "ST"),
    (
        Segment("CLP", "Our claim number, status, charge, paid, patient's share; CLP*A1*1*800*450*300*12*940605554",
                "claim", (
            Column("claim_number", 1, required=True),
            Column("status_code", 2, required=True, codes="835 claim status"),
            Column("charge_amount", 3, kind="amount", required=True),
            Column("paid_amount", 4, kind="amount", required=True),
            Column("patient_responsibility", 5, kind="amount"),
            Column("filing_indicator", 6, required=True),
            Column("payer_claim_number", 7, required=True),
            Column("facility_code", 8), Column("frequency", 9), Column("patient_status", 10),
            Column("drg_code", 11), Column("drg_weight", 12, kind="quantity"), Column("discharge_fraction", 13),
            Column("condition", 14),
        )),
        adjustments("claim"),
        Segment("NM1", "Patient; NM1*QC*1*BUDD*WILLIAM****MI*33344555510", "claim", (
            Column("patient_last_name", 3), Column("patient_first_name", 4), Column("patient_middle_name", 5),
            Column("patient_suffix", 7), Column("member_qualifier", 8), Column("member_id", 9),
        ), (1, ("QC",)), required=True, derived=True),
        _person("IL", "subscriber", "Subscriber, when not the patient", "*1*SAMPLE*HARRY*J***MI*ZAR123456789"),
        _person("74", "corrected", "Patient or subscriber as the payer has them: corrected name or id",
                "*1*SAMPLE*HARRY*M***C*123456789"),
        _person("82", "rendering", "Rendering provider", "*1*BAN*ERIN****XX*1811901945"),
        _person("TT", "crossover", "Next payer, to whom the claim was passed on", "*2*ACME INSURANCE*****XV*123456789"),
        _person("PR", "corrected_payer", "Payer that should have been billed", "*2*WESTERN INSURANCE*****PI*123"),
        _person("GB", "other_subscriber", "Subscriber of another plan that comes first", "*1*DOE*JANE****MI*Z123"),
        Segment("NM1", "Every name of the claim, as a row of its own; NM1*QC*1*BUDD*WILLIAM", "name", _NAME),
        _INPATIENT,
        every_remark("MIA", 5, 1, "MIA*0***0*MA01"),
        every_remark("MIA", 20, 4, "MIA*0***0****************MA02"),
        _OUTPATIENT,
        every_remark("MOA", 3, 5, "MOA***MA01*N130"),
        identified("claim", "1L", "group_number", "The policy's group", "12345"),
        identified("claim", "CE", "contract_class", "Class of contract", "OUTPATIENT-PPO"),
        every_reference("medical record REF*EA*123, original claim REF*F8*123, authorization REF*G1*A1"),
        dated("claim", "232", "service_from", "First day of service of the whole claim"),
        dated("claim", "233", "service_to", "Last day of service of the whole claim"),
        dated("claim", "050", "received_on", "Day the payer received the claim"),
        dated("claim", "036", "coverage_expired_on", "Day the cover ended"),
        every_date("DTM*232*20260105"),
        parts.contact("Whom to ask about the claim; PER*CX**TE*8005551212"),
        summed("claim", "AU", "covered_amount", "Amount that the plan covered"),
        summed("claim", "I", "interest_amount", "Interest, in the payment only by PLB"),
        summed("claim", "F5", "patient_paid_amount", "What the patient paid before"),
        every_amount("AMT*AU*912"),
        Segment("QTY", "Counts such as covered days; QTY*CA*8", "quantity", parts.QUANTITY),
    ),
    table="claim", index="claim_index", within="ST",
)  # fmt: skip


def _remark(of: str, doc: str, codes: str = "") -> Segment:
    return Segment("LQ", doc, "remark", (Column("code", 2, required=True, codes=codes),), (1, (of,)), every=1, times=1,
                   number=("element", 2), shared=(Column("code_list", 1),))  # fmt: skip


LINE = Loop(
    "2110", "A service line and what became of it", "SVC", "2100",
    (
        Segment("SVC", "Service, charge, paid, units, the service as billed; SVC*HC:99213:25*100*80**1*HC:99214*2",
                "line", (
            *parts.procedure(1, required=True),
            Column("charge_amount", 2, kind="amount", required=True),
            Column("paid_amount", 3, kind="amount", required=True),
            Column("revenue_code", 4), Column("paid_units", 5, kind="quantity"),
            *parts.procedure(6, "original_"), Column("original_units", 7, kind="quantity"),
        )),
        dated("line", "150 472", "service_from", "First (150) or only (472) day of service"),
        dated("line", "151 472", "service_to", "Last (151) or only (472) day of service"),
        every_date("DTM*472*20260105"),
        adjustments("line"),
        identified("line", "6R", "line_control", "Our line number", "A1L01"),
        every_reference("line number REF*6R*A1L01, authorization REF*G1*A1, policy REF*0K*ABC"),
        summed("line", "B6", "allowed_amount", "What the contract allows"),
        every_amount("AMT*B6*90"),
        Segment("QTY", "Counts of the line; QTY*ZL*2", "quantity", parts.QUANTITY),
        _remark("HE", "Remark code of the line; LQ*HE*N130", "remittance advice remark"),
        _remark("RX", "Rejection code of a pharmacy line; LQ*RX*70"),
    ),
    table="line", index="line_index",
)  # fmt: skip
