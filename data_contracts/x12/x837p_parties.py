"""837P and 837I: who sends and who bills (loops ST to 2010AC)."""

from data_contracts.x12.guide import Column, Loop, Segment
from data_contracts.x12.x837_parts import address, contacts, name, organization, references, text


def level(code: str, doc: str, table: str) -> Segment:
    """HL: its number, the one above, what it is, whether it has levels below; the writer works the numbers out."""
    return Segment("HL", doc, table, (
        Column("hl", 1, required=True), Column("hl_parent", 2), Column("hl_child", 4),
    ), (3, (code,)), required=True)  # fmt: skip


HEADER = Loop(
    "ST", "Transaction set header: a batch of claims", "ST", "",
    (
        Segment("ST", "Transaction set header: kind, control number, guide; ST*837*0001*005010X222A1", "header", (
            Column("st_control", 2, required=True), Column("version", 3, required=True),
        ), required=True, fixed=((1, "837"),)),
        Segment("BHT", "Sent for the first time (00) or again (18); our reference, day, time; chargeable claims (CH) "
                "or reports of encounters (RP); BHT*0019*00*0001*20261102*0000*CH", "header", (
            Column("purpose", 2, required=True), Column("reference", 3, required=True),
            Column("created_on", 4, kind="date", required=True), Column("created_at", 5, required=True),
            Column("kind", 6, required=True),
        ), required=True, fixed=((1, "0019"),)),
    ),
    table="header",
)  # fmt: skip

SUBMITTER = Loop(
    "1000A", "Submitter: who sends the file", "NM1", "ST",
    (
        Segment("NM1", "Name and the id that the receiver gave; NM1*41*2*EVENTIDE BILLING*****46*EVENTIDE01", "header",
                name("submitter_"), (1, ("41",))),
        contacts("Whom the receiver calls about the file; PER*IC*CLAIMS DESK*TE*5555550100"),
    ),
    where=(1, ("41",)), required=True,
)  # fmt: skip

RECEIVER = Loop(
    "1000B", "Receiver: the clearinghouse or payer that the file goes to", "NM1", "ST",
    (
        Segment("NM1", "Name and id of the receiver; NM1*40*2*NORTHERN CLEARING*****46*NORTHCLR", "header",
                organization("receiver_"), (1, ("40",)), fixed=((2, "2"),)),
    ),
    where=(1, ("40",)), required=True,
)  # fmt: skip

PROVIDER = Loop(
    "2000A", "Billing provider level", "HL", "ST",
    (
        level("20", "Level of a billing provider, with none above; HL*1**20*1", "provider"),
        Segment("PRV", "Specialty of the billing provider; PRV*BI*PXC*207Q00000X", "provider", text(taxonomy=3),
                (1, ("BI",)), fixed=((2, "PXC"),)),
        Segment("CUR", "Currency other than dollars; CUR*85*CAD", "provider", text(currency=2), (1, ("85",))),
    ),
    where=(3, ("20",)), table="provider", index="provider_index", hierarchy=True, required=True,
)  # fmt: skip

BILLING_PROVIDER = Loop(
    "2010AA", "Billing provider: the payee of the remittance", "NM1", "2000A",
    (
        Segment("NM1", "Name and NPI; NM1*85*2*RIVERSIDE FAMILY PRACTICE*****XX*1234567893", "provider", name(),
                (1, ("85",))),
        *address("provider", required=True),
        Segment("REF", "Employer's tax identification number; REF*EI*123456789", "provider", text(tax_id=2),
                (1, ("EI",))),
        references("Social security number SY, licence 0B, UPIN 1G; REF*SY*123456789"),
        contacts("Telephone of the billing provider; PER*IC*RIVERSIDE FAMILY PRACTICE*TE*5555550123"),
    ),
    where=(1, ("85",)), required=True,
)  # fmt: skip

PAY_TO = Loop(
    "2010AB", "Where payments are to be sent, when not to the billing provider's address", "NM1", "2000A",
    (
        Segment("NM1", "That the address follows; NM1*87*2", "provider", text(pay_to_entity_type=2), (1, ("87",))),
        *address("provider", "pay_to_", whose=" for payments", required=True),
    ),
    where=(1, ("87",)),
)  # fmt: skip

PAY_TO_PLAN = Loop(
    "2010AC", "Plan that paid in the payer's stead and asks to be repaid", "NM1", "2000A",
    (
        Segment("NM1", "Name and id of that plan; NM1*PE*2*STATE MEDICAID*****PI*12345", "provider",
                organization("pay_to_plan_"), (1, ("PE",)), fixed=((2, "2"),)),
        *address("provider", "pay_to_plan_", whose=" of that plan", required=True),
        references("Its tax id EI, its other ids 2U FY NF; REF*EI*123456789"),
    ),
    where=(1, ("PE",)),
)  # fmt: skip

PARTIES = (HEADER, SUBMITTER, RECEIVER, PROVIDER, BILLING_PROVIDER, PAY_TO, PAY_TO_PLAN)
