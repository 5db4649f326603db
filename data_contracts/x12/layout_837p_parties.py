"""837P, 005010X222A1: who sends, who bills, who is insured, who is the patient (loops 1000A to 2010CA)."""

from data_contracts.x12.layout import Segment

# fmt: off
HEADER = (
    Segment("ST", "BHT", "header", ("=0019", "=00", "reference", "created_on", "created_at", "=CH"),
            "Beginning: information source, subscriber, dependent (0019); original; our reference; day; "
            "chargeable claims.",
            "BHT*0019*00*0000000420001*20261102*0000*CH~"),
    Segment("1000A", "NM1", "header", ("=41", "=2", "submitter_name<60", "", "", "", "", "=46", "submitter_id"),
            "Submitter: the billing company, by the id that the clearinghouse gave it.",
            "NM1*41*2*EVENTIDE BILLING*****46*EVENTIDE01~"),
    Segment("1000A", "PER", "header", ("=IC", "contact_name<60", "=TE", "contact_phone"),
            "Whom the receiver calls about the file.", "PER*IC*CLAIMS DESK*TE*5555550100~"),
    Segment("1000B", "NM1", "header", ("=40", "=2", "receiver_name<60", "", "", "", "", "=46", "receiver_id"),
            "Receiver: the clearinghouse or payer that the file goes to.",
            "NM1*40*2*NORTHERN CLEARING*****46*NORTHCLR~"),
)

PROVIDER = (
    Segment("2000A", "HL", "provider", ("hl", "hl_parent", "=20", "hl_child"),
            "Billing provider level; it has no parent.", "HL*1**20*1~"),
    Segment("2000A", "PRV", "provider", ("=BI", "=PXC", "taxonomy"),
            "Specialty of the billing provider (Health Care Provider Taxonomy).", "PRV*BI*PXC*207Q00000X~"),
    Segment("2010AA", "NM1", "provider", ("=85", "=2", "name<60", "", "", "", "", "=XX", "npi"),
            "Billing provider, an organisation, by NPI: the payee of the remittance.",
            "NM1*85*2*RIVERSIDE FAMILY PRACTICE*****XX*1234567893~"),
    Segment("2010AA", "N3", "provider", ("address_line1<55",),
            "Street address of the billing provider (no post office box).", "N3*12 RIVER STREET~"),
    Segment("2010AA", "N4", "provider", ("city<30", "state", "postal_code"),
            "City, state and nine-digit ZIP code of the billing provider.", "N4*SPRINGFIELD*IL*627010001~"),
    Segment("2010AA", "REF", "provider", ("=EI", "tax_id"),
            "Employer's tax identification number of the billing provider.", "REF*EI*123456789~"),
    Segment("2010AA", "PER", "provider", ("=IC", "name<60", "=TE", "phone"),
            "Telephone of the billing provider.", "PER*IC*RIVERSIDE FAMILY PRACTICE*TE*5555550123~"),
)

SUBSCRIBER = (
    Segment("2000B", "HL", "subscriber", ("hl", "hl_parent", "=22", "hl_child"),
            "Subscriber level; has a child when the patient is a dependent.", "HL*2*1*22*0~"),
    Segment("2000B", "SBR", "subscriber",
            ("payer_rank", "self_code", "group_number", "group_name<60", "", "", "", "", "filing_indicator"),
            "Whose turn the payer is (P primary), 18 when the patient is the subscriber, group, kind of "
            "insurance.",
            "SBR*P*18*GRP01******CI~"),
    Segment("2010BA", "NM1", "subscriber",
            ("=IL", "=1", "last_name<60", "first_name<35", "middle_name<25", "", "suffix<10", "=MI", "member_id"),
            "Subscriber: the person who holds the policy, by member id.", "NM1*IL*1*DOE*JANE****MI*W123456789~"),
    Segment("2010BA", "N3", "subscriber", ("address_line1<55", "address_line2<55"),
            "Subscriber's address, when the subscriber is the patient.", "N3*5 ELM AVENUE~", when="self_code"),
    Segment("2010BA", "N4", "subscriber", ("city<30", "state", "postal_code", "country"),
            "Subscriber's city, state and ZIP code, when the subscriber is the patient.",
            "N4*SPRINGFIELD*IL*62704~", when="self_code"),
    Segment("2010BA", "DMG", "subscriber", ("=D8", "birth_date", "sex"),
            "Subscriber's birth date and sex, when the subscriber is the patient.",
            "DMG*D8*19800214*F~", when="self_code"),
    Segment("2010BB", "NM1", "subscriber", ("=PR", "=2", "payer_name<60", "", "", "", "", "=PI", "payer_id"),
            "Payer to whom the claim goes, by payer id.", "NM1*PR*2*PLAINS HEALTH*****PI*PLAIN1~"),
)

PATIENT = (
    Segment("2000C", "HL", "patient", ("hl", "hl_parent", "=23", "hl_child"),
            "Patient level, only for a patient who is not the subscriber.", "HL*3*2*23*0~"),
    Segment("2000C", "PAT", "patient", ("relationship",),
            "The patient's relationship to the subscriber: 01 spouse, 19 child, G8 other.", "PAT*19~"),
    Segment("2010CA", "NM1", "patient",
            ("=QC", "=1", "last_name<60", "first_name<35", "middle_name<25", "", "suffix<10"),
            "Patient's name.", "NM1*QC*1*DOE*SAM~"),
    Segment("2010CA", "N3", "patient", ("address_line1<55", "address_line2<55"),
            "Patient's address.", "N3*5 ELM AVE~"),
    Segment("2010CA", "N4", "patient", ("city<30", "state", "postal_code", "country"),
            "Patient's city, state and ZIP code.", "N4*SPRINGFIELD*IL*62704~"),
    Segment("2010CA", "DMG", "patient", ("=D8", "birth_date", "sex"),
            "Patient's birth date and sex.", "DMG*D8*20150601*M~"),
)
# fmt: on
