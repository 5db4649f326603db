"""835, health care claim payment and remittance advice, 005010X221A1: what a payer paid and why not more.

ST > BPR, TRN: one payment; N1 loops: payer and payee; CLP loops: claims; SVC loops: service lines; PLB: money that
belongs to no claim. A positive CAS or PLB amount lowers the payment.
"""

from data_contracts.x12.guide import Column, Guide, Loop, Segment

_CONTACT = (
    Column("function", 1),
    Column("name", 2),
    *(Column(f"{part}{n}", 1 + 2 * n + step) for n in (1, 2, 3) for step, part in ((0, "qualifier"), (1, "number"))),
)
_NAME = (
    Column("entity", 1), Column("entity_type", 2), Column("last_or_organization_name", 3), Column("first_name", 4),
    Column("middle_name", 5), Column("suffix", 7), Column("qualifier", 8),
    Column("identifier", 9, check="npi", check_when=(8, "XX")),
)  # fmt: skip
_DATE = (Column("qualifier", 1), Column("on", 2, kind="date"))
_AMOUNT = (Column("qualifier", 1), Column("amount", 2, kind="amount", required=True))
_QUANTITY = (Column("qualifier", 1), Column("quantity", 2, kind="quantity"))
_REFERENCE = (Column("qualifier", 1, required=True), Column("reference", 2), Column("description", 3))
_ADJUSTMENT = (
    Column("reason_code", 2, required=True, codes="claim adjustment reason"),
    Column("amount", 3, kind="amount", required=True),
    Column("quantity", 4, kind="quantity"),
)


def _every_date(example: str) -> Segment:
    return Segment("DTM", f"Any other date of this loop; {example}", "date", _DATE)


def _every_reference(example: str) -> Segment:
    return Segment("REF", f"Every identifier, as a row of its own; {example}", "reference", _REFERENCE)


def _adjustments(level: str) -> Segment:
    return Segment(
        "CAS", f"Adjustments of the {level}, up to six triplets of reason, amount, quantity; CAS*CO*45*20*1**253*0.8",
        "adjustment", _ADJUSTMENT, every=3, times=6, number=("triplet", 1),
        shared=(Column("group_code", 1, required=True, codes="adjustment group"),),
    )  # fmt: skip


HEADER = Loop(
    "ST", "Transaction set header: one payment, by cheque, by electronic transfer, or of nothing", "ST", "",
    (
        Segment("ST", "Transaction set header: kind and control number; ST*835*0001", "payment", (
            Column("st_control", 2, required=True), Column("version", 3),
        ), required=True),
        Segment("BPR", "How much, how and when; BPR*I*1222.5*C*CHK************20260302", "payment", (
            Column("handling", 1, required=True, codes="payment handling"),
            Column("amount", 2, kind="amount", required=True),
            Column("credit_or_debit", 3, required=True, codes="credit or debit"),
            Column("method", 4, required=True, codes="payment method"),
            Column("payment_format", 5),
            Column("sender_bank", 7), Column("sender_account", 9), Column("originating_company", 10),
            Column("receiver_bank", 13), Column("receiver_account", 15),
            Column("payment_on", 16, kind="date", required=True),
        ), required=True),
        Segment("TRN", "Check or EFT number and who made it; TRN*1*0012524965*1559123456", "payment", (
            Column("trace", 2, required=True), Column("originator_id", 3, required=True), Column("originator_suffix",
            4),
        ), required=True),
        Segment("CUR", "Currency other than dollars; CUR*PR*CAD", "payment", (Column("currency", 2),)),
        Segment("DTM", "Last day whose claims are in it; DTM*405*20260301", "payment", (
            Column("production_on", 2, kind="date"),
        ), (1, ("405",))),
        _every_date("DTM*405*20260301"),
        _every_reference("receiver REF*EV*030240928, version REF*F2*A1"),
    ),
    table="payment",
)  # fmt: skip

PAYER = Loop(
    "1000A", "Payer", "N1", "ST",
    (
        Segment("N1", "Who pays, with the national plan id if any; N1*PR*RUSHMORE LIFE*XV*87726", "payment", (
            Column("payer_name", 2, required=True), Column("payer_qualifier", 3), Column("payer_identifier", 4),
        )),
        Segment("N3", "Street; N3*10 SOUTH AVENUE", "payment", (
            Column("payer_address_line1", 1), Column("payer_address_line2", 2),
        )),
        Segment("N4", "City, state, postal code; N4*RAPID CITY*SD*55111", "payment", (
            Column("payer_city", 1), Column("payer_state", 2), Column("payer_postal_code", 3), Column("payer_country",
            4),
        )),
        _every_reference("the payer's other id REF*2U*87726"),
        Segment("PER", "Whom to ask: CX business, BL technical, IC web; PER*BL*JOHN WAYNE*TE*8005551212", "contact",
                _CONTACT),
    ),
    where=(1, ("PR",)), required=True,
)  # fmt: skip

PAYEE = Loop(
    "1000B", "Payee: the practice that is paid", "N1", "ST",
    (
        Segment("N1", "Who is paid, by NPI (XX) or tax id (FI); N1*PE*ACME MEDICAL CENTER*XX*1234567893", "payment", (
            Column("payee_name", 2), Column("payee_qualifier", 3, required=True),
            Column("payee_identifier", 4, required=True, check="npi", check_when=(3, "XX")),
        )),
        Segment("N3", "Street; N3*PO BOX 863382", "payment", (
            Column("payee_address_line1", 1), Column("payee_address_line2", 2),
        )),
        Segment("N4", "City, state, postal code; N4*ORLANDO*FL*55115", "payment", (
            Column("payee_city", 1), Column("payee_state", 2), Column("payee_postal_code", 3), Column("payee_country",
            4),
        )),
        Segment("REF", "Tax id beside an NPI; REF*TJ*777667755", "payment", (Column("payee_tax_reference", 2),),
                (1, ("TJ",))),
        _every_reference("tax id REF*TJ*777667755, the payer's provider number REF*PQ*10488"),
        Segment("RDM", "How the advice is to be delivered; RDM*EM**PAYMENTS@EXAMPLE.ORG", "payment", (
            Column("delivery_method", 1), Column("delivery_name", 2), Column("delivery_number", 3),
        )),
    ),
    where=(1, ("PE",)), required=True,
)  # fmt: skip

BATCH = Loop(
    "2000", "A batch of claims, numbered; totals of it where the payer is Medicare Part A", "LX", "ST",
    (
        Segment("LX", "Number of the batch; LX*1", "batch", (Column("number", 1, required=True),)),
        Segment("TS3", "Totals of the provider and fiscal year; TS3*6543210903*11*20261231*1*211366.97", "batch", (
            Column("provider_identifier", 1), Column("facility_code", 2), Column("fiscal_on", 3, kind="date"),
            Column("claims", 4, kind="quantity"), Column("charge_amount", 5, kind="amount"),
        )),
        Segment("TS2", "Further totals of Medicare inpatient claims; TS2*2178.45*1919.71", "batch", (
            Column("drg_amount", 1, kind="amount"), Column("federal_amount", 2, kind="amount"),
        )),
    ),
    table="batch",
)  # fmt: skip


def _dated(qualifiers: str, column: str, what: str) -> Segment:
    first = qualifiers.split()[0]
    return Segment("DTM", f"{what}; DTM*{first}*20260105", "claim", (Column(column, 2, kind="date"),),
                   (1, tuple(qualifiers.split())))  # fmt: skip


def _person(entity: str, prefix: str, what: str, example: str, npi: bool = False) -> Segment:
    check = {"check": "npi", "check_when": (8, "XX")} if npi else {}
    return Segment("NM1", f"{what}; NM1*{entity}{example}", "claim", (
        Column(f"{prefix}_last_name", 3), Column(f"{prefix}_first_name", 4), Column(f"{prefix}_middle_name", 5),
        Column(f"{prefix}_qualifier", 8), Column(f"{prefix}_identifier", 9, **check),  # type: ignore[arg-type]
    ), (1, (entity,)))  # fmt: skip


CLAIM = Loop(
    "2100", "A claim and what became of it", "CLP", "ST",
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
            Column("facility_code", 8), Column("frequency", 9),
            Column("drg_code", 11), Column("drg_weight", 12, kind="quantity"), Column("discharge_fraction", 13),
        )),
        _adjustments("claim"),
        Segment("NM1", "Patient; NM1*QC*1*BUDD*WILLIAM****MI*33344555510", "claim", (
            Column("patient_last_name", 3), Column("patient_first_name", 4), Column("patient_middle_name", 5),
            Column("patient_suffix", 7), Column("member_qualifier", 8), Column("member_id", 9),
        ), (1, ("QC",)), required=True),
        _person("IL", "subscriber", "Subscriber, when not the patient", "*1*SAMPLE*HARRY*J***MI*ZAR123456789"),
        _person("74", "corrected", "Patient or subscriber as the payer has them: corrected name or id",
                "*1*SAMPLE*HARRY*M***C*123456789"),
        _person("82", "rendering", "Rendering provider", "*1*BAN*ERIN****XX*1811901945", npi=True),
        _person("TT", "crossover", "Next payer, to whom the claim was passed on", "*2*ACME INSURANCE*****XV*123456789"),
        _person("PR", "corrected_payer", "Payer that should have been billed", "*2*WESTERN INSURANCE*****PI*123"),
        _person("GB", "other_subscriber", "Subscriber of another plan that comes first", "*1*DOE*JANE****MI*Z123"),
        Segment("NM1", "Every name of the claim, as a row of its own; NM1*QC*1*BUDD*WILLIAM", "name", _NAME),
        Segment("MIA", "Inpatient outcome and remark codes; MIA*0***138018.4", "claim", (
            Column("mia_covered_days", 1, kind="quantity"), Column("mia_drg_amount", 4, kind="amount"),
        )),
        Segment("MIA", "The first of its remark codes; MIA*0****MA01", "remark", (
            Column("code", 5, codes="remittance advice remark"),
        ), every=1, times=1, number=("element", 5)),
        Segment("MIA", "The others; MIA*0***0****************MA02", "remark", (
            Column("code", 20, codes="remittance advice remark"),
        ), every=1, times=4, number=("element", 20)),
        Segment("MOA", "Outpatient outcome; MOA*0.8*100**MA01", "claim", (
            Column("moa_reimbursement_rate", 1), Column("moa_payable_amount", 2, kind="amount"),
            Column("moa_esrd_amount", 8, kind="amount"), Column("moa_professional_amount", 9, kind="amount"),
        )),
        Segment("MOA", "Its remark codes; MOA***MA01*N130", "remark", (
            Column("code", 3, codes="remittance advice remark"),
        ), every=1, times=5, number=("element", 3)),
        Segment("REF", "The policy's group; REF*1L*12345", "claim", (Column("group_number", 2),), (1, ("1L",))),
        Segment("REF", "Class of contract; REF*CE*OUTPATIENT-PPO", "claim", (Column("contract_class", 2),),
                (1, ("CE",))),
        _every_reference("medical record REF*EA*123, original claim REF*F8*123, authorization REF*G1*A1"),
        _dated("232", "service_from", "First day of service of the whole claim"),
        _dated("233", "service_to", "Last day of service of the whole claim"),
        _dated("050", "received_on", "Day the payer received the claim"),
        _dated("036", "coverage_expired_on", "Day the cover ended"),
        _every_date("DTM*232*20260105"),
        Segment("PER", "Whom to ask about the claim; PER*CX**TE*8005551212", "contact", _CONTACT),
        Segment("AMT", "Amount that the plan covered; AMT*AU*912", "claim", (
            Column("covered_amount", 2, kind="amount"),), (1, ("AU",))),
        Segment("AMT", "Interest, in the payment only by PLB; AMT*I*10", "claim", (
            Column("interest_amount", 2, kind="amount"),), (1, ("I",))),
        Segment("AMT", "What the patient paid before; AMT*F5*10", "claim", (
            Column("patient_paid_amount", 2, kind="amount"),), (1, ("F5",))),
        Segment("AMT", "Every further amount, outside of the balance; AMT*AU*912", "amount", _AMOUNT),
        Segment("QTY", "Counts such as covered days; QTY*CA*8", "quantity", _QUANTITY),
    ),
    table="claim", index="claim_index",
)  # fmt: skip

LINE = Loop(
    "2110", "A service line and what became of it", "SVC", "2100",
    (
        Segment("SVC", "Service, charge, paid, units; SVC*HC:99213:25*100*80**1**2", "line", (
            Column("code_qualifier", 1, 1, required=True), Column("code", 1, 2, required=True),
            Column("modifier1", 1, 3), Column("modifier2", 1, 4), Column("modifier3", 1, 5), Column("modifier4", 1, 6),
            Column("description", 1, 7),
            Column("charge_amount", 2, kind="amount", required=True),
            Column("paid_amount", 3, kind="amount", required=True),
            Column("revenue_code", 4), Column("paid_units", 5, kind="quantity"),
            Column("original_code_qualifier", 6, 1), Column("original_code", 6, 2),
            Column("original_modifier1", 6, 3), Column("original_modifier2", 6, 4), Column("original_modifier3", 6, 5),
            Column("original_modifier4", 6, 6), Column("original_units", 7, kind="quantity"),
        )),
        Segment("DTM", "First (150) or only (472) day of service; DTM*472*20260105", "line", (
            Column("service_from", 2, kind="date"),), (1, ("150", "472"))),
        Segment("DTM", "Last (151) or only (472) day of service; DTM*151*20260106", "line", (
            Column("service_to", 2, kind="date"),), (1, ("151", "472"))),
        _every_date("DTM*472*20260105"),
        _adjustments("line"),
        Segment("REF", "Our line number; REF*6R*A1L01", "line", (Column("line_control", 2),), (1, ("6R",))),
        _every_reference("line number REF*6R*A1L01, authorization REF*G1*A1, policy REF*0K*ABC"),
        Segment("AMT", "What the contract allows; AMT*B6*90", "line", (
            Column("allowed_amount", 2, kind="amount"),), (1, ("B6",))),
        Segment("AMT", "Every further amount, outside of the balance; AMT*B6*90", "amount", _AMOUNT),
        Segment("QTY", "Counts of the line; QTY*ZL*2", "quantity", _QUANTITY),
        Segment("LQ", "Remark code of the line; LQ*HE*N130", "remark", (
            Column("code", 2, required=True, codes="remittance advice remark"),
        ), (1, ("HE",)), every=1, times=1, number=("element", 2)),
        Segment("LQ", "Rejection code of a pharmacy line; LQ*RX*70", "remark", (Column("code", 2, required=True),),
                (1, ("RX",)), every=1, times=1, number=("element", 2)),
    ),
    table="line", index="line_index",
)  # fmt: skip

SUMMARY = Loop(
    "PLB", "Money of the payment that belongs to no claim of it", "PLB", "ST",
    (
        Segment("PLB", "Provider, fiscal year, up to six pairs of reason and amount; PLB*1234567893*20261231*WO:A1*50",
                "provider_adjustment", (
            Column("reason_code", 3, 1, required=True, codes="provider adjustment reason"),
            Column("reference", 3, 2),
            Column("amount", 4, kind="amount", required=True),
        ), every=2, times=6, number=("pair", 1), shared=(
            Column("provider_identifier", 1, required=True), Column("fiscal_on", 2, kind="date", required=True),
        )),
    ),
)  # fmt: skip

GUIDE = Guide(
    "835",
    "835",
    ("005010X221A1", "005010X221"),
    "HP",
    "Health care claim payment and remittance advice",
    (HEADER, PAYER, PAYEE, BATCH, CLAIM, LINE, SUMMARY),
    (
        "payment", "claim", "line", "adjustment", "provider_adjustment", "remark", "reference",
        "batch", "name", "date", "amount", "quantity", "contact",
    ),
)  # fmt: skip
