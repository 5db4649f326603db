"""835, health care claim payment and remittance advice, 005010X221A1: what a payer paid and why not more.

ST > BPR, TRN: one payment; N1 loops: payer and payee; LX loops: batches; CLP loops: claims; SVC loops: service lines;
PLB: money that belongs to no claim. A positive CAS or PLB amount lowers the payment. Claims and lines are in
x835_claim.py. Every identifier, day, name and amount of a kind that repeats is a row of its own (that is what is
written); the columns that repeat some of them in the rows of payments, claims and lines are there to be read.
"""

from data_contracts.x12 import parts
from data_contracts.x12.guide import Column, Guide, Loop, Segment
from data_contracts.x12.rules import REMITTANCE_RULES
from data_contracts.x12.x835_claim import BATCH, CLAIM, LINE
from data_contracts.x12.x835_parts import every_date, every_reference

HEADER = Loop(
    "ST", "Transaction set header: one payment, by cheque, by electronic transfer, or of nothing", "ST", "",
    (
        Segment("ST", "Transaction set header: kind and control number; ST*835*0001", "payment", (
            Column("st_control", 2, required=True), Column("version", 3),
        ), required=True, fixed=((1, "835"),)),
        Segment("BPR", "How much, how and when; BPR*I*1222.5*C*CHK************20260302", "payment", (
            Column("handling", 1, required=True, codes="payment handling"),
            Column("amount", 2, kind="amount", required=True),
            Column("credit_or_debit", 3, required=True, codes="credit or debit"),
            Column("method", 4, required=True, codes="payment method"),
            Column("payment_format", 5),
            Column("sender_bank_qualifier", 6), Column("sender_bank", 7),
            Column("sender_account_qualifier", 8), Column("sender_account", 9),
            Column("originating_company", 10), Column("originating_supplement", 11),
            Column("receiver_bank_qualifier", 12), Column("receiver_bank", 13),
            Column("receiver_account_qualifier", 14), Column("receiver_account", 15),
            Column("payment_on", 16, kind="date", required=True),
        ), required=True),
        Segment("TRN", "Check or EFT number and who made it; TRN*1*0012524965*1559123456", "payment", (
            Column("trace", 2, required=True), Column("originator_id", 3, required=True),
            Column("originator_suffix", 4),
        ), required=True, fixed=((1, "1"),)),
        Segment("CUR", "Currency other than dollars; CUR*PR*CAD", "payment", (Column("currency", 2),),
                fixed=((1, "PR"),)),
        every_reference("receiver REF*EV*030240928, version REF*F2*A1"),
        Segment("DTM", "Last day whose claims are in it; DTM*405*20260301", "payment", (
            Column("production_on", 2, kind="date"),
        ), (1, ("405",)), derived=True),
        every_date("DTM*405*20260301"),
    ),
    table="payment",
)  # fmt: skip

PAYER = Loop(
    "1000A", "Payer", "N1", "ST",
    (
        Segment("N1", "Who pays, with the national plan id if any; N1*PR*RUSHMORE LIFE*XV*87726", "payment", (
            Column("payer_name", 2, required=True, longest=60), Column("payer_qualifier", 3),
            Column("payer_identifier", 4),
        )),
        *parts.address("payment", "N3*10 SOUTH AVENUE, N4*RAPID CITY*SD*55111", "payer_"),
        every_reference("the payer's other id REF*2U*87726"),
        parts.contact("Whom to ask: CX business, BL technical, IC web; PER*BL*JOHN WAYNE*TE*8005551212"),
    ),
    where=(1, ("PR",)), required=True,
)  # fmt: skip

PAYEE = Loop(
    "1000B", "Payee: the practice that is paid", "N1", "ST",
    (
        Segment("N1", "Who is paid, by NPI (XX) or tax id (FI); N1*PE*ACME MEDICAL CENTER*XX*1234567893", "payment", (
            Column("payee_name", 2, longest=60), Column("payee_qualifier", 3, required=True),
            Column("payee_identifier", 4, required=True, check="npi", check_when=(3, "XX")),
        )),
        *parts.address("payment", prefix="payee_"),
        Segment("REF", "Tax id beside an NPI; REF*TJ*777667755", "payment", (Column("payee_tax_reference", 2),),
                (1, ("TJ",)), derived=True),
        every_reference("tax id REF*TJ*777667755, the payer's provider number REF*PQ*10488"),
        Segment("RDM", "How the advice is to be delivered; RDM*EM**PAYMENTS@EXAMPLE.ORG", "payment", (
            Column("delivery_method", 1), Column("delivery_name", 2), Column("delivery_number", 3),
        )),
    ),
    where=(1, ("PE",)), required=True,
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
    suffix="835",
    rules=REMITTANCE_RULES,
)  # fmt: skip
